import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"
import { type Dial, TestSocket } from "../../support/test-socket.ts"
import { type Stage, setStage, withoutSender } from "../http/stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const dayMs = 86_400_000
const pieces = ["The ", "answer ", "is 42 ", "簡單 👋"]

/** What a client draws: the pieces of an answer, until the message with their id stands in their place. */
function drawn(socket: TestSocket, messageId: string): string[] {
  const draft = socket.all("ai_streaming").filter(piece => piece.messageId === messageId)
  const messages = socket.all("chat message").filter(message => message._id === messageId)
  return messages.length > 0
    ? messages.map(({ message }) => message)
    : [draft.map(({ text }) => text).join("")]
}

describe.each(engines)("an answer in pieces, on %s:", engine => {
  let stage: Stage
  let receiver: PushReceiver
  let room: string
  let path: string

  beforeAll(async () => {
    receiver = await startPushReceiver()
    stage = await setStage(engine, { PUSH_GENERIC: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" })
  })
  afterAll(async () => {
    await stage.close()
    await receiver.close()
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "bender"])
    path = `/rooms/${room}/ai_streaming`
  })

  const socketOf = (person: keyof Stage["cast"], how: Dial & { encoding?: "none" | "base64" } = {}) =>
    TestSocket.signedIn(stage.parley.url, stage.cast[person], how)
  const stored = async (): Promise<Json[]> =>
    (await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).data

  /** Sends all pieces one after the other. @returns their one id. */
  async function stream(texts: string[], send: (body: object) => Promise<Json>): Promise<string> {
    const { messageId } = await send({ text: texts[0] })
    for (const text of texts.slice(1)) {
      expect(await send({ text, messageId })).toEqual({ messageId, room, sender: "bender" })
    }
    return messageId
  }

  test("every client hears the pieces in order, and the message of their id takes their place", async () => {
    const listeners = await Promise.all([
      socketOf("alice"),
      socketOf("alice", { version: 2, encoding: "base64" }),
      socketOf("bob", { version: 2 }),
      socketOf("bob", { encoding: "base64", transport: "polling" }),
      socketOf("bender"),
    ])
    const outsider = await socketOf("carol")
    const messageId = await stream(pieces, body => stage.as("bender", "POST", path, body))
    for (const socket of listeners) {
      await socket.collect("ai_streaming", pieces.length)
      expect(drawn(socket, messageId)).toEqual([pieces.join("")])
    }
    expect(await stored()).toEqual([])

    const finished = { _id: messageId, message: pieces.join("") }
    const sent = await stage.as("bender", "POST", `/rooms/${room}/message`, finished)
    expect(sent).toMatchObject({ ...finished, sender: { _id: "bender", isRobot: true } })
    for (const socket of listeners) {
      await socket.next("chat message", message => message._id === messageId)
      expect(drawn(socket, messageId)).toEqual([finished.message])
      expect(socket.all("ai_streaming")).toMatchObject(
        pieces.map(text => ({
          ...{ messageId, room, sender: "bender", text },
          senderInfo: { _id: "bender", id: "bender", clientType: "user", nickname: "Bender", isRobot: true },
        })),
      )
      expect(socket.order().at(-1)).toBe("chat message")
    }
    expect((await stored()).map(withoutSender)).toEqual([withoutSender(sent)])
    await receiver.call(body => body._id === messageId)
    expect(receiver.calls.filter(({ body }) => body.room === room)).toHaveLength(1)
    await outsider.settle()
    expect(outsider.order()).toEqual([])
    for (const socket of [...listeners, outsider]) socket.close()
  })

  test("the API key streams as a robot that it names, and finishes the answer as the same", async () => {
    const bob = await socketOf("bob")
    const messageId = await stream(pieces, body => stage.backend("POST", path, { ...body, sender: "bender" }))
    const finished = { _id: messageId, room, sender: "bender", messageType: "text", message: "42" }
    await stage.backend("POST", "/messages", finished)
    await bob.next("chat message", message => message._id === messageId)
    expect(bob.all("ai_streaming").map(piece => piece.sender)).toEqual(pieces.map(() => "bender"))
    expect(drawn(bob, messageId)).toEqual(["42"])
    bob.close()
  })

  test("answers that are streamed at the same time keep to their own ids", async () => {
    const bob = await socketOf("bob")
    const streams = ["a", "b", "c"].map(letter =>
      stream([`${letter}1`, `${letter}2`, `${letter}3`], body => stage.as("bender", "POST", path, body)),
    )
    const ids = await Promise.all(streams)
    await bob.collect("ai_streaming", 9)
    expect(ids.map(id => drawn(bob, id))).toEqual([["a1a2a3"], ["b1b2b3"], ["c1c2c3"]])
    bob.close()
  })

  test("the people of a group that is in the room hear the pieces", async () => {
    const { _id } = await stage.backend("POST", "/admin/groups", { nickname: "Crew", members: ["carol"] })
    await stage.backend("POST", `/rooms/${room}/members`, { invitees: [_id] }, "alice")
    const carol = await socketOf("carol")
    await stage.as("bender", "POST", path, { text: "Hello crew" })
    expect(await carol.next("ai_streaming")).toMatchObject({ room, text: "Hello crew" })
    carol.close()
  })

  test("a message that is sent already gets no more pieces", async () => {
    const bob = await socketOf("bob")
    const { _id: messageId } = await stage.as("bender", "POST", `/rooms/${room}/message`, { message: "42" })
    expect(await stage.refused("bender", "POST", path, { messageId, text: "late" })).toBe(
      "409 MESSAGE_ALREADY_EXISTS",
    )
    await bob.settle()
    expect(bob.all("ai_streaming")).toEqual([])
    bob.close()
  })

  test("only robots who may speak in the room stream, and the API key", async () => {
    const text = "x"
    expect(await stage.refused("alice", "POST", path, { text })).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("alice", "POST", path, { text, sender: "bender" })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    const foreign = `/rooms/${await stage.room(["alice", "bob"])}/ai_streaming`
    expect(await stage.refused("bender", "POST", foreign, { text })).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("bender", "POST", "/rooms/nowhere/ai_streaming", { text })).toBe(
      "404 ROOM_NOT_FOUND",
    )
    await stage.backend("PUT", `/rooms/${room}`, { status: 0 })
    expect(await stage.refused("bender", "POST", path, { text })).toBe("403 ROOM_INACTIVE")
    expect(await stage.refusedBackend("POST", path, { text, sender: "nobody" })).toBe("404 USER_NOT_FOUND")
  })

  test.each([
    ["no text", {}, "400 MISSING_PARAMETER"],
    ["an empty text", { text: "" }, "400 INVALID_MESSAGE_FORMAT"],
    ["a text that is none", { text: 7 }, "400 INVALID_MESSAGE_FORMAT"],
    ["a piece that is too long", { text: "x".repeat(16_385) }, "400 INVALID_MESSAGE_FORMAT"],
    ["an id that is none", { text: "x", messageId: "answer-1" }, "400 INVALID_MESSAGE_FORMAT"],
    ["no object", [], "400 INVALID_MESSAGE_FORMAT"],
  ])("%s is refused", async (_, body, refusal) => {
    expect(await stage.refused("bender", "POST", path, body)).toBe(refusal)
  })

  test("an id that the finished message could not be sent with is refused", async () => {
    const idAt = (at: number) => Math.floor(at / 1000).toString(16) + "a".repeat(16)
    const refused = (messageId: string) => stage.refused("bender", "POST", path, { text: "x", messageId })
    expect(await refused(idAt(stage.now() - 2 * dayMs))).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(await refused(idAt(stage.now() + 2 * dayMs))).toBe("400 INVALID_MESSAGE_FORMAT")
    const messageId = idAt(stage.now())
    expect(await stage.as("bender", "POST", path, { text: "x", messageId })).toMatchObject({ messageId })
  })
})
