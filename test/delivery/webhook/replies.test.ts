import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { obeyReply } from "../../../src/chat/bot-replies.ts"
import { engines } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type BotStage, setBotStage } from "./bot-stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

describe.each(engines)("what a webhook replies on %s", engine => {
  let stage: BotStage
  let centre: PushReceiver
  beforeAll(async () => {
    centre = await startPushReceiver()
    stage = await setBotStage(engine, { PUSH_GENERIC: centre.url })
  })
  afterAll(async () => {
    await stage.close()
    await centre.close()
  })
  afterEach(() => {
    stage.converse(() => undefined)
    vi.restoreAllMocks()
  })

  const say = (room: string, message: string) =>
    stage.as("alice", "POST", `/rooms/${room}/message`, { message })
  /** Everything that people see in a room, but for the marks of this test. */
  const textsOf = async (room: string) => {
    const { data } = await stage.backend(
      "GET",
      `/rooms/${room}/messages/v3?sortOrder=asc&limit=100`,
      undefined,
      "alice",
    )
    return data
      .map(({ sender, message }: Json) => `${sender._id}: ${message}`)
      .filter((text: string) => !/: mark \d+$/.test(text))
  }
  const stateOf = async (room: string) => (await stage.backend("GET", `/rooms/${room}`)).botState
  const dropped = () => vi.spyOn(stage.parley.ctx.log, "warn")
  const reasonsIn = (log: ReturnType<typeof dropped>) =>
    log.mock.calls
      .filter(([, text]) => text === "what a webhook replied was dropped")
      .map(([fields]) => (fields as Json).reason)
  /** Answers one message, and waits until that is done with. */
  const ask = async (room: string, reply: Json) => {
    stage.converse(body => (body.data.message === "ask" ? reply : undefined))
    await say(room, "ask")
    await stage.toldOf(room)
  }

  test("a message is posted as any other: stored, delivered, unread, pushed, and without its own ids", async () => {
    const room = await stage.botRoom(["alice", "bob", "bender"])
    const bob = await TestSocket.signedIn(stage.parley.url, stage.cast.bob)
    const data = {
      ...{ messageType: "text", message: "Hello 👋", extra: { buttons: ["yes"] } },
      ...{ _id: "0123456789abcdef01234567", room: "another", sender: "carol" },
    }
    await ask(room, { senderID: "bender", data })
    const heard = await bob.next("chat message", message => message.message === "Hello 👋")
    bob.close()
    expect(heard).toMatchObject({
      room,
      sender: { _id: "bender" },
      extra: { buttons: ["yes"] },
      messageType: "text",
    })
    expect(heard._id).not.toBe(data._id)
    const { unread } = await stage.as("bob", "GET", `/rooms/${room}`)
    expect(unread).toBe(4)
    expect((await centre.call(body => body._id === heard._id)).body.pushToClients).toEqual(["alice", "bob"])
  })

  test("a message that is sent without push makes none", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    await ask(room, { data: { message: "quiet", push: false } })
    await ask(room, { data: { message: "loud" } })
    await centre.call(body => body.message === "loud")
    expect(centre.calls.map(({ body }) => body.message)).not.toContain("quiet")
  })

  test("its own message calls the webhook no more", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    stage.converse(({ data }) => ({ data: { message: `you said: ${data.message}` } }))
    await say(room, "one")
    await say(room, "two")
    // Once it was told of all, its replies are there; once more, and it was told of them, too, if it ever is.
    await stage.toldOf(room)
    const told = await stage.toldOf(room)
    expect(told.map(({ data }) => data.message)).toEqual(["one", "two"])
    expect(await textsOf(room)).toEqual(
      expect.arrayContaining(["bender: you said: one", "bender: you said: two"]),
    )
  })

  test("the state comes before the message, is told to the room, and stands in the next call", async () => {
    const room = await stage.botRoom(["alice", "bob", "bender"])
    const bob = await TestSocket.signedIn(stage.parley.url, stage.cast.bob)
    await ask(room, { toBotState: "ASKED_NAME", senderID: "bender", data: { message: "What is your name?" } })
    await bob.next("chat message", message => message.message === "What is your name?")
    const heard = bob.heard.map(
      ({ event, args: [it] }) => `${event} ${event === "room" ? it.botState : it.message}`,
    )
    bob.close()
    expect(heard.indexOf("room ASKED_NAME")).toBeLessThan(heard.indexOf("chat message What is your name?"))
    expect(heard).toContain("room ASKED_NAME")
    expect(await stateOf(room)).toBe("ASKED_NAME")
    await say(room, "Mina")
    expect((await stage.toldOf(room)).map(({ botState }) => botState)).toEqual(["", "ASKED_NAME"])
  })

  test("a state that is missing or null stays, and an empty one is the default", async () => {
    const room = await stage.botRoom(["alice", "bender"], {})
    await ask(room, { toBotState: "A" })
    for (const reply of [{}, { toBotState: null, data: null }]) {
      await ask(room, reply)
      expect(await stateOf(room)).toBe("A")
    }
    await ask(room, { toBotState: "" })
    expect(await stateOf(room)).toBe("")
    expect(await textsOf(room)).toEqual(Array(4).fill("alice: ask"))
  })

  test("a robot that counts is never told an old state, however fast people write", async () => {
    const room = await stage.botRoom(["alice", "bob", "bender"])
    stage.converse(({ botState }) => ({ toBotState: String(Number(botState) + 1) }))
    await Promise.all(Array.from({ length: 30 }, (_, i) => say(room, `fast ${i}`)))
    const told = await stage.toldOf(room)
    expect(told.map(({ botState }) => Number(botState))).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })

  test("without a senderID the only robot speaks; none or several are nobody", async () => {
    const log = dropped()
    const reply = { data: { message: "who am I?" } }
    const one = await stage.botRoom(["alice", "bender"])
    await ask(one, reply)
    expect(await textsOf(one)).toContain("bender: who am I?")
    await stage.backend("POST", "/admin/clients", { _id: "second-bot", isRobot: true })
    const two = await stage.room(["alice", "bender"], { webhook: stage.bot.url })
    await stage.backend("POST", `/rooms/${two}/members`, { invitees: ["second-bot"] }, "alice")
    const none = await stage.botRoom(["alice", "bob"])
    for (const room of [two, none]) {
      await ask(room, { ...reply, toBotState: "MOVED" })
      expect(await textsOf(room)).toEqual(["alice: ask"])
      expect(await stateOf(room)).toBe("MOVED")
    }
    expect(reasonsIn(log)).toHaveLength(2)
  })

  test("what cannot be done is dropped, with one line each, and the next event is told of as ever", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    const log = dropped()
    const bad: Json[] = [
      { senderID: "nobody", data: { message: "by nobody" } },
      { senderID: 7, data: { message: "by a number" } },
      { data: { messageType: "sticker" } },
      { data: { messageType: "template", message: "incomplete" } },
      { data: { messageType: "recall" } },
      { data: { messageType: "joinRoom", member: { _id: "carol" } } },
      { data: { message: "bad mentions", mentions: "all" } },
      { data: { message: "no such message", reply: "0123456789abcdef01234567" } },
      { data: [{ message: "a list" }] },
      { data: "just text" },
      { toBotState: 5 },
      { toBotState: "x".repeat(1001) },
    ]
    for (const reply of bad) await ask(room, reply)
    expect(await textsOf(room)).toEqual(bad.map(() => "alice: ask"))
    expect(await stateOf(room)).toBe("")
    expect(reasonsIn(log)).toEqual(bad.map(() => expect.stringMatching(/\.$/)))
  })

  test("only a 2xx answer that is a JSON object is obeyed", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    const obeyable = { toBotState: "WRONG", data: { message: "wrong" } }
    for (const [status, text] of [
      [200, "thanks"],
      [200, JSON.stringify([obeyable])],
      [200, `${JSON.stringify(obeyable)} `.slice(0, -2)],
      [200, ""],
      [204, ""],
      [302, JSON.stringify(obeyable)],
      [400, JSON.stringify(obeyable)],
      [500, JSON.stringify(obeyable)],
    ] as const) {
      stage.answer(text, status, { location: stage.bot.url })
      await stage.toldOf(room)
    }
    expect([await stateOf(room), await textsOf(room)]).toEqual(["", []])
    stage.answer({ toBotState: "RIGHT" }, 201)
    await stage.toldOf(room)
    await stage.toldOf(room)
    expect(await stateOf(room)).toBe("RIGHT")
  })

  test("an answer that comes again for the same call is obeyed once", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    const { ctx } = stage.parley
    const obey = (state: string, callId?: string) =>
      obeyReply(ctx, room, { toBotState: state, data: { message: state } }, callId)
    await obey("FIRST", "call-1")
    await obey("SECOND", "call-2")
    await obey("FIRST", "call-1")
    expect(await stateOf(room)).toBe("SECOND")
    expect(await textsOf(room)).toEqual(["bender: FIRST", "bender: SECOND"])
  })

  test("the documents' robot converses", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    stage.converse(({ event, botState, data, clientID }) => {
      if (event !== "MESSAGE" || clientID !== "alice") return { toBotState: null, data: null }
      const say = (message: string) => ({ messageType: "text", message })
      if (botState === "")
        return { senderID: "bender", toBotState: "ASKED_NAME", data: say("What is your name?") }
      return { senderID: "bender", toBotState: "", data: say(`Nice to meet you, ${data.message}!`) }
    })
    for (const message of ["hi", "Mina"]) {
      await say(room, message)
      await stage.toldOf(room)
    }
    expect(await textsOf(room)).toEqual([
      ...["alice: hi", "bender: What is your name?", "alice: Mina", "bender: Nice to meet you, Mina!"],
    ])
    expect(await stateOf(room)).toBe("")
  })
})
