import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

const chosenId = (n: number, at = Date.now()) =>
  Math.floor(at / 1000).toString(16) + n.toString(16).padStart(16, "0")

describe.each(engines)("what a socket may send on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob)
  })
  afterEach(() => {
    alice.close()
    bob.close()
  })

  const send = (message: object) => alice.ask("chat message", { room: "demo-room", ...message })

  test("an unknown event is answered 400, and ignored without a callback", async () => {
    expect(await alice.ask("dance", 1, 2)).toMatchObject({ RC: 400, RM: "Unknown event" })
    for (const name of ["dance", "__proto__", "constructor", "toString", ""]) alice.say(name)
    expect(await alice.ask("__proto__")).toMatchObject({ RC: 400, RM: "Unknown event" })
    expect(await send({ message: "still here" })).toMatchObject({ RC: 0 })
  })

  test.each(["chat message", "typing"])("%s without arguments is answered 400", async event => {
    expect(await alice.ask(event)).toMatchObject({ RC: 400 })
  })

  test("conf without arguments means plain", async () => {
    expect(await alice.ask("conf")).toMatchObject({ RC: 0, result: { encoding: "none" } })
  })

  test("pong is accepted and needs no answer", async () => {
    alice.say("pong")
    expect(await send({ message: "after pong" })).toMatchObject({ RC: 0 })
  })

  test.each([
    ["a missing room", { message: "x" }, "MISSING_PARAMETER"],
    ["a missing text", { room: "demo-room" }, "INVALID_MESSAGE_FORMAT"],
    ["null for a text", { room: "demo-room", message: null }, "INVALID_MESSAGE_FORMAT"],
    ["a room that is no text", { room: 7, message: "x" }, "MISSING_PARAMETER"],
    ["a type that is no text", { room: "demo-room", messageType: 7, message: "x" }, "INVALID_MESSAGE_FORMAT"],
    [
      "a sticker without its name",
      { room: "demo-room", messageType: "sticker", message: "x" },
      "INVALID_MESSAGE_FORMAT",
    ],
    [
      "a forged removal",
      { room: "demo-room", messageType: "deleteMember", member: { _id: "bob" }, extra: {} },
      "INVALID_MESSAGE_FORMAT",
    ],
    ["an id that is none", { room: "demo-room", _id: "xyz", message: "x" }, "INVALID_MESSAGE_FORMAT"],
    [
      "an id of last year",
      { room: "demo-room", _id: chosenId(1, Date.now() - 366 * 86_400_000), message: "x" },
      "INVALID_MESSAGE_FORMAT",
    ],
    ["a reply to nothing", { room: "demo-room", message: "x", reply: chosenId(2) }, "INVALID_MESSAGE_FORMAT"],
  ])("%s is answered 400 and nobody hears of it", async (_, message, code) => {
    expect(await alice.ask("chat message", message)).toMatchObject({ RC: 400, error: { code } })
    const { result } = await send({ message: "a good one" })
    await bob.next("chat message", m => m._id === result._id)
    expect(bob.all("chat message").map(m => m._id)).toEqual([result._id])
  })

  test("a room that one is not in and a room that is not there are the same 403", async () => {
    await platform(parley.url, "POST", "/rooms/", { _id: "closed", roomType: "group", members: ["carol"] })
    const foreign = await alice.ask("chat message", { room: "closed", message: "x" })
    expect(foreign).toMatchObject({ RC: 403, RM: "Forbidden" })
    expect(await alice.ask("chat message", { room: "nowhere", message: "x" })).toEqual(foreign)
    expect(await alice.ask("chat message", { room: "a\u0000b", message: "x" })).toEqual(foreign)
    expect(await alice.ask("typing", "closed", "x")).toMatchObject({ RC: 403 })
  })

  test("who sends is who signed in, whatever the message says", async () => {
    const { result } = await send({ sender: "bob", message: "I am bob", member: { _id: "bob" } })
    expect(result.sender._id).toBe("alice")
    expect(result).not.toHaveProperty("member")
  })

  test("what only the server may say is not taken from a sender", async () => {
    const forged = {
      ...{
        appID: "forged",
        createdAtMS: 1,
        messageTimeMS: 1,
        reactionCount: 9,
        isHidden: true,
        pinned: true,
      },
      id: "forged",
    }
    const { result } = await send({ message: "x", ...forged })
    expect(result).toMatchObject({ appID: "Parley", id: result._id, reactionCount: 0 })
    expect(result.createdAtMS).toBeGreaterThan(1)
    expect(result.isHidden ?? false).toBe(false)
  })

  test("fields of every kind arrive as they were sent", async () => {
    const fields = {
      messageType: "poll",
      message: { question: "中午?", options: [1, null, { a: "é" }] },
      mentions: ["bob"],
      extra: '{"a":1}',
      latitude: 25.03,
      originalUrl: "https://img.example/p.png",
    }
    const { result } = await send(fields)
    expect(result).toMatchObject(fields)
    expect(await bob.next("chat message", m => m._id === result._id)).toMatchObject(fields)
  })

  test("a reply shows the message that it answers", async () => {
    const first = (await send({ message: "First" })).result
    const { result } = await send({ message: "Second", reply: first._id })
    expect(result.reply).toMatchObject({ _id: first._id, message: "First", sender: { _id: "alice" } })
    expect(await bob.next("chat message", m => m._id === result._id)).toEqual(result)
  })

  test("the same chosen id twice is one message", async () => {
    const message = { _id: chosenId(3), message: "Only once" }
    const first = await send(message)
    expect(first).toMatchObject({ RC: 0, result: { _id: message._id } })
    expect(await send(message)).toMatchObject({
      RC: 0,
      result: { ...first.result, sender: { _id: "alice" } },
    })
    const { result } = await send({ message: "after" })
    await bob.next("chat message", m => m._id === result._id)
    expect(bob.all("chat message").filter(m => m._id === message._id)).toHaveLength(1)
  })

  test("the same chosen id sent twice at once is one message", async () => {
    const other = await TestSocket.signedIn(parley.url, cast.alice)
    const message = { room: "demo-room", _id: chosenId(4), message: "At once" }
    const acks = await Promise.all([
      alice.ask("chat message", message),
      other.ask("chat message", message),
      asUser(parley.url, cast.alice, "POST", "/rooms/demo-room/message", message),
    ])
    expect(acks.map(ack => ack.result?._id ?? ack._id)).toEqual([message._id, message._id, message._id])
    const { data } = await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room/messages/v3?limit=100")
    expect(data.filter((m: { _id: string }) => m._id === message._id)).toHaveLength(1)
    other.close()
  })

  test("nobody changes what another wrote", async () => {
    const { result } = await send({ message: "Mine" })
    const change = { room: "demo-room", _id: result._id }
    expect(await bob.ask("chat message", { ...change, message: "Yours" })).toMatchObject({ RC: 403 })
    expect(await bob.ask("chat message", { ...change, messageType: "recall" })).toMatchObject({ RC: 403 })
    const { data } = await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room/messages/v3?limit=1")
    expect(data[0]).toMatchObject({ _id: result._id, message: "Mine", messageType: "text" })
  })

  test("events of one socket are handled in the order they were sent", async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `${n}`)
    const acks = await Promise.all(texts.map(message => send({ message })))
    const last = acks.at(-1).result._id
    await bob.next("chat message", m => m._id === last)
    expect(bob.all("chat message").map(m => m.message)).toEqual(texts)
  })
})
