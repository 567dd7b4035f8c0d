import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

const senders = 64
const each = 5

/** Every way to listen, so that each has several listeners. */
const ways = ([4, 2] as const).flatMap(version =>
  (["websocket", "polling", "upgrade"] as const).flatMap(transport =>
    (["none", "base64"] as const).map(encoding => ({ version, transport, encoding })),
  ),
)

describe.each(engines)("one order for everybody on %s", engine => {
  let parley: Parley
  let people: { id: string; token: string; socket: TestSocket }[]

  beforeAll(async () => {
    parley = await startParley(engine)
    people = await Promise.all(
      Array.from({ length: senders }, async (_, n) => {
        const id = `sender-${n}`
        const { token } = await platform(parley.url, "POST", "/admin/clients", {
          _id: id,
          issueAccessToken: true,
        })
        const way = ways[n % ways.length] as (typeof ways)[number]
        return { id, token, socket: await TestSocket.signedIn(parley.url, token, way) }
      }),
    )
    await platform(parley.url, "POST", "/rooms/", {
      _id: "crowd",
      roomType: "group",
      members: people.map(person => person.id),
    })
  })
  afterAll(async () => {
    for (const { socket } of people) socket.close()
    await parley.close()
  })

  async function history(token: string): Promise<{ _id: string; messageTimeMS: number }[]> {
    const found: { _id: string; messageTimeMS: number }[] = []
    for (;;) {
      const anchor = found.length > 0 ? `&afterMessage=${found.at(-1)?._id}` : ""
      const { data } = await asUser(
        parley.url,
        token,
        "GET",
        `/rooms/crowd/messages/v3?sortOrder=asc&limit=100${anchor}`,
      )
      const fresh = anchor ? data.slice(1) : data
      if (fresh.length === 0) return found
      found.push(...fresh)
    }
  }

  test("64 senders at once, by sockets and REST: all hear one sequence, that of the ids and the history", async () => {
    const send = async ({ token, socket }: (typeof people)[number], n: number) => {
      for (let i = 0; i < each; i++) {
        const message = { room: "crowd", message: `${n}.${i}` }
        if ((n + i) % 2 === 0) expect(await socket.ask("chat message", message)).toMatchObject({ RC: 0 })
        else await asUser(parley.url, token, "POST", "/rooms/crowd/message", message)
      }
    }
    await Promise.all(people.map(send))
    const stored = await history(people[0]?.token ?? "")
    const ids = stored.map(message => message._id)
    expect(ids).toHaveLength(senders * each)
    expect([...ids].sort()).toEqual(ids)
    const times = stored.map(message => message.messageTimeMS)
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    for (const { socket } of people) {
      const heard = await socket.collect("chat message", senders * each)
      expect(heard.map(message => message._id)).toEqual(ids)
    }
  })

  test("an app that lost its connection finds what it missed by the time of its last message", async () => {
    const { token, socket } = people[0] as (typeof people)[number]
    const [first] = await history(token)
    const afterTime = first?.messageTimeMS ?? 0
    const { data } = await asUser(
      parley.url,
      token,
      "GET",
      `/rooms/crowd/messages/v3?sortOrder=asc&limit=100&afterTime=${afterTime}`,
    )
    const heard = socket.all("chat message").filter(message => message.updatedAtMS > afterTime)
    expect(data.map((m: { _id: string }) => m._id)).toEqual(heard.slice(0, 100).map(m => m._id))
  })
})
