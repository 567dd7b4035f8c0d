import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { call, makeCast, makeDemoRoom, platform, userHeaders } from "../support/backend.ts"
import { apiKey, engines, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const text = { messageType: "text", message: "Only once" }
const chosenId = Math.floor(Date.now() / 1000).toString(16) + "5".repeat(16)

/** @returns the messages that calls which all succeeded were answered, each once. */
function idsOf(answers: { status: number; body: Json }[]): Set<string> {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  return new Set(answers.map(({ body }) => body.result._id ?? body.result.batchID))
}

const countIn = async (url: string, room: string): Promise<number> =>
  (await platform(url, "GET", `/rooms/${room}/messages/v3`, undefined, "bob")).totalCount

const sendAs = (url: string, token: string, room: string, body: object, key?: string) =>
  call(url, "POST", `/rooms/${room}/message`, {
    headers: { ...userHeaders(token), ...(key ? { "Idempotency-Key": key } : {}) },
    body,
  })

test.each(engines)("what was acknowledged before a crash is not sent again after it, on %s", async engine => {
  const place = await makePlace(engine)
  const before = await spawnParley(place.settings)
  const { alice } = await makeCast(before.url)
  const room = await makeDemoRoom(before.url)
  const ask = (url: string) => [
    sendAs(url, alice, room, text, "a key"),
    sendAs(url, alice, room, { ...text, _id: chosenId }),
  ]
  const sent = idsOf(await Promise.all(ask(before.url)))
  await before.kill()
  const after = await spawnParley(place.settings)
  expect(idsOf(await Promise.all(ask(after.url)))).toEqual(sent)
  expect(await countIn(after.url, room)).toBe(2)
  await after.kill()
  place.remove()
})

describe("two servers on one database", () => {
  let place: Place
  let servers: ParleyProcess[]
  let token: string
  beforeAll(async () => {
    place = await makePlace("postgres")
    const first = await spawnParley(place.settings)
    servers = [first, await spawnParley(place.settings)]
    token = (await makeCast(first.url)).alice
  })
  afterAll(async () => {
    // One that is gone is waited for until all its connections are.
    await Promise.all(servers.map(server => server.kill()))
    place.remove()
  })

  const makeRoom = async (): Promise<string> =>
    (await platform(servers[0]?.url ?? "", "POST", "/rooms", { members: ["alice", "bob"] }))._id

  /** Calls both in turns, all at once. */
  const fiftyTimes = <T>(make: (url: string, n: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_, n) => make(servers[n % 2]?.url ?? "", n)))

  test.each([
    ["a chosen _id", { ...text, _id: chosenId }, undefined],
    ["an Idempotency-Key", text, "a key"],
  ])("%s makes one message", async (_, body, key) => {
    const room = await makeRoom()
    expect(idsOf(await fiftyTimes(url => sendAs(url, token, room, body, key))).size).toBe(1)
    expect(await countIn(servers[1]?.url ?? "", room)).toBe(1)
  })

  test("an Idempotency-Key makes one batch", async () => {
    const [one, two] = [await makeRoom(), await makeRoom()]
    const headers = { "IM-API-KEY": apiKey, "Idempotency-Key": "a batch" }
    const body = { ...text, sender: "alice", paras: [{ room: one }, { room: two }, { room: one }] }
    const answers = await fiftyTimes(url => call(url, "POST", "/messages/batch", { headers, body }))
    expect(idsOf(answers).size).toBe(1)
    expect(new Set(answers.map(answer => answer.body.result.count))).toEqual(new Set([3]))
    expect([await countIn(servers[0]?.url ?? "", one), await countIn(servers[1]?.url ?? "", two)]).toEqual([
      2, 1,
    ])
  })

  test("a chosen _id or a key that two rooms get at once makes one message, and nobody is failed", async () => {
    const rooms = [await makeRoom(), await makeRoom()]
    const _id = chosenId.replace(/5$/, "6")
    for (const [body, key, refusal] of [
      [{ ...text, _id }, undefined, 404],
      [text, "two rooms", 422],
    ] as const) {
      const statuses = (await fiftyTimes((url, n) => sendAs(url, token, rooms[n % 2] ?? "", body, key))).map(
        ({ status }) => status,
      )
      expect(statuses.sort()).toEqual([...Array(25).fill(200), ...Array(25).fill(refusal)])
    }
    const counts = await Promise.all(rooms.map(room => countIn(servers[0]?.url ?? "", room)))
    expect(counts.reduce((a, b) => a + b)).toBe(2)
  })
})
