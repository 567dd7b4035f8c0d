import { connect, createServer, type Server } from "node:net"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { listMessages } from "../../src/store/message-pages.ts"
import { call, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { apiKey, makePlace, type Parley, startParley } from "../support/parley.ts"

/** Passes bytes on to PostgreSQL and, when told to, cuts the connection once it has passed on a COMMIT. */
let proxy: Server
let cutting = false
let parley: Parley

beforeAll(async () => {
  const target = new URL(inject("postgresUrl"))
  proxy = createServer(client => {
    const database = connect(Number(target.port), target.hostname)
    client.on("data", bytes => {
      if (!cutting || !bytes.includes("COMMIT")) return void database.write(bytes)
      cutting = false
      database.write(bytes)
      // The answer shows that the commit is done; it is what gets lost.
      database.removeAllListeners("data")
      database.once("data", () => client.destroy())
    })
    database.on("data", bytes => client.write(bytes))
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      one.on("error", () => other.destroy())
      one.on("close", () => other.destroy())
    }
  })
  await new Promise<void>(resolve => proxy.listen(0, "127.0.0.1", resolve))
  const place = await makePlace("postgres")
  const url = new URL(place.settings.DATABASE_URL ?? "")
  url.port = String((proxy.address() as { port: number }).port)
  parley = await startParley("postgres", { DATABASE_URL: url.href })
  await makeCast(parley.url)
  await makeDemoRoom(parley.url)
})

afterAll(async () => {
  await parley.close()
  proxy.close()
})

const send = (text: string) =>
  call(parley.url, "POST", "/messages", {
    headers: { "IM-API-KEY": apiKey },
    body: { room: "demo-room", sender: "alice", messageType: "text", message: text },
  })

test("a commit whose answer is lost is reported as failed and never done twice", async () => {
  cutting = true
  expect((await send("once")).status).toBe(500)
  expect((await send("after")).status).toBe(200)
  const stored = await listMessages(parley.ctx.db, {
    roomId: "demo-room",
    reader: { clientId: null, seesHidden: true },
    order: "createdAt",
    ascending: true,
    limit: 10,
  })
  expect(stored.map(({ content }) => content.message)).toEqual(["once", "after"])
  const { memberProperties } = await platform(parley.url, "GET", "/rooms/demo-room")
  expect(memberProperties).toContainEqual({ client: "bob", badge: 2 })
})
