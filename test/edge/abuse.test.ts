import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, call, makeCast, makeDemoRoom, platform, userHeaders } from "../support/backend.ts"
import { engines, type Parley, startParley } from "../support/parley.ts"
import { TestSocket } from "../support/test-socket.ts"

describe.each(engines)("what one caller cannot do to others on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())

  const refusal = async (method: string, path: string, body?: unknown) => {
    const answer = await call(parley.url, method, path, { headers: userHeaders(cast.alice), body })
    return `${answer.status} ${answer.body.error?.code}`
  }
  const total = async () =>
    (await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room/messages/v3?limit=1")).totalCount

  test("a message nested too deep is refused and not stored", async () => {
    const before = await total()
    const deep = `{"messageType":"poll","message":${"[".repeat(7000)}1${"]".repeat(7000)}}`
    expect(await refusal("POST", "/rooms/demo-room/message", deep)).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(await total()).toBe(before)
  })

  test("a reserved type cannot be made to look complete, nor binary data be sent, over a socket", async () => {
    const alice = await TestSocket.signedIn(parley.url, cast.alice)
    const forged = JSON.parse('{"room":"demo-room","messageType":"sticker","__proto__":{"sticker":"a-1"}}')
    for (const message of [forged, { room: "demo-room", messageType: "poll", message: Buffer.from("x") }]) {
      expect(await alice.ask("chat message", message)).toMatchObject({
        RC: 400,
        error: { code: "INVALID_MESSAGE_FORMAT" },
      })
    }
    alice.close()
  })

  test("the computed id of somebody's direct room gives away nothing, not even that it is taken", async () => {
    const members = ["alice", "bob"]
    const { _id } = await platform(parley.url, "POST", "/rooms", { roomType: "direct", members })
    expect(_id).toBe(createHash("md5").update("alice_bob").digest("hex"))
    const made = await asUser(parley.url, cast.carol, "POST", "/rooms", { _id, members: ["carol"] })
    expect(made._id).not.toBe(_id)
    expect(made.members).toEqual(["carol"])
  })

  test("numbers and dates beyond reason are refused", async () => {
    for (const query of ["skip=1e30", "limit=1e30", "sort=name+name+name+name", "updatedAfter=9e15"]) {
      expect([query, await refusal("GET", `/rooms?${query}`)]).toEqual([query, "400 INVALID_PARAMETER"])
    }
    const far = { _id: "alice", token: "far", expirationDate: Number.MAX_SAFE_INTEGER }
    await expect(platform(parley.url, "POST", "/admin/clients", far)).rejects.toThrow("INVALID_PARAMETER")
  })

  test("who is no member is never counted as mentioned, however many are named", async () => {
    const mentions = ["bob", ...Array.from({ length: 900 }, (_, i) => `${"語".repeat(100)}${i}`)]
    await asUser(parley.url, cast.alice, "POST", "/rooms/demo-room/message", {
      message: "all of you",
      mentions,
    })
    expect((await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room")).isMentioned).toBe(true)
    const rows = await parley.ctx.db.all("SELECT client_id FROM mentions")
    expect(rows).toEqual([{ client_id: "bob" }])
  })

  test("unread is never negative while others write", async () => {
    let writing = true
    const writers = Promise.all(
      ["alice", "bob"].map(async sender => {
        for (let i = 0; i < 60; i++) {
          const message = { room: "demo-room", sender, messageType: "text", message: `${i}` }
          await platform(parley.url, "POST", "/messages", message)
        }
      }),
    ).finally(() => {
      writing = false
    })
    const seen: number[] = []
    while (writing) {
      const room = await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room")
      seen.push(room.unread, ...room.memberProperties.map((property: { badge: number }) => property.badge))
    }
    await writers
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0)
  })
})
