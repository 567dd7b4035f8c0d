import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { call, userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("sending to many on %s", engine => {
  let stage: Stage
  let room: string

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"])
  })
  afterAll(() => stage.close())

  const text = { messageType: "text", message: "Hello $name$" }
  const send = (body: unknown): Promise<Json> => stage.backend("POST", "/messages/batch", body)
  const batchOf = async (batchID: string): Promise<Json[]> =>
    (await stage.backend("GET", `/messages/batch?batchID=${batchID}`)).data
  const refused = (body: unknown) => stage.refusedBackend("POST", "/messages/batch", body)
  const roomCount = async (): Promise<number> => (await stage.as("bob", "GET", "/rooms")).totalCount

  test("each entry gets its own words, in its room or in the direct room with the receiver", async () => {
    const { batchID, count } = await send({
      ...text,
      sender: "alice",
      extra: { greeting: "Dear $name$, $sum$", list: ["$name$"], kept: 1 },
      paras: [
        { room, $name$: "all", $sum$: 3 },
        { receiver: "bob", $name$: "Bob" },
        { room, receiver: "carol", $name$: "room wins" },
      ],
    })
    expect(count).toBe(3)
    const sent = await batchOf(batchID)
    expect(sent.every(message => message.batchID === batchID && message.sender._id === "alice")).toBe(true)
    const inRoom = sent.filter(message => message.room === room)
    expect(inRoom.map(message => message.message)).toEqual(["Hello all", "Hello room wins"])
    expect(inRoom[0].extra).toEqual({ greeting: "Dear all, 3", list: ["all"], kept: 1 })
    const [direct] = sent.filter(message => message.room !== room)
    expect(direct).toMatchObject({ message: "Hello Bob", extra: { greeting: "Dear Bob, $sum$" } })
    const seen = await stage.as("bob", "GET", `/rooms/${direct.room}`)
    expect(seen).toMatchObject({ roomType: "direct", unread: 1, lastMessage: { _id: direct._id } })
    expect(await send({ ...text, sender: "bob", paras: [{ receiver: "alice" }] })).toMatchObject({ count: 1 })
    const { data } = await stage.as("bob", "GET", `/rooms/${direct.room}/messages/v3`)
    expect(data.map((m: Json) => m.message)).toEqual(["Hello $name$", "Hello Bob"])
    expect(data[0]).not.toHaveProperty("paras")
  })

  test("a message is there when the answer comes, and counts as any other", async () => {
    const before = (await stage.as("bob", "GET", `/rooms/${room}`)).unread
    await send({ ...text, sender: "alice", paras: [{ room }, { room }] })
    const after = await stage.as("bob", "GET", `/rooms/${room}`)
    expect(after.unread).toBe(before + 2)
    expect(after.lastMessage.message).toBe("Hello $name$")
  })

  test("values may hold dollar signs, quotes and placeholders of others", async () => {
    const { batchID } = await send({
      messageType: "text",
      message: "costs $5 and $a$$b$, $$ $c$ $&",
      extra: '{"note":"$a$"}',
      sender: "alice",
      paras: [{ room, $a$: '"$b$"', $b$: "$&" }],
    })
    const [message] = await batchOf(batchID)
    expect(message.message).toBe('costs $5 and "$b$"$&, $$ $c$ $&')
    expect(JSON.parse(message.extra)).toEqual({ note: '"$b$"' })
  })

  test("without sender and receivers the server's robot speaks", async () => {
    const { batchID } = await send({ ...text, paras: [{ room }] })
    expect((await batchOf(batchID))[0].sender).toMatchObject({ _id: "system", isRobot: true })
    expect(await refused({ ...text, paras: [{ receiver: "bob" }] })).toBe("400 MISSING_PARAMETER")
  })

  test("a flaw anywhere refuses the whole, and nothing is written", async () => {
    const before = [await roomCount(), (await stage.as("bob", "GET", `/rooms/${room}`)).lastMessage._id]
    const flawed: [Json, string][] = [
      [{ paras: [] }, "400 MISSING_PARAMETER"],
      [{ paras: [{ room }, {}] }, "400 MISSING_PARAMETER"],
      [{ paras: [{ room: "", receiver: null }] }, "400 MISSING_PARAMETER"],
      [{ paras: undefined }, "400 MISSING_PARAMETER"],
      [{ message: undefined, paras: [{ room }] }, "400 MISSING_PARAMETER"],
      [{ messageType: "sticker", paras: [{ room }] }, "400 INVALID_MESSAGE_FORMAT"],
      [{ messageType: "recall", paras: [{ room }] }, "400 INVALID_MESSAGE_FORMAT"],
      [{ paras: [{ room, $name$: { deep: 1 } }] }, "400 INVALID_MESSAGE_FORMAT"],
      [{ paras: [{ receiver: "bender" }, { room: "nowhere" }] }, "404 ROOM_NOT_FOUND"],
      [{ paras: [{ receiver: "bender" }, { receiver: "nobody" }] }, "404 USER_NOT_FOUND"],
      [{ paras: [{ receiver: "alice" }] }, "400 INVALID_PARAMETER"],
      [{ paras: [{ room }], sender: "nobody" }, "404 USER_NOT_FOUND"],
      [{ paras: Array(1001).fill({ room }) }, "413 PAYLOAD_TOO_LARGE"],
      [{ message: "$a$".repeat(100_000), paras: [{ room, $a$: "x".repeat(1000) }] }, "413 PAYLOAD_TOO_LARGE"],
      [{ message: "x".repeat(100_000), paras: Array(300).fill({ room }) }, "413 PAYLOAD_TOO_LARGE"],
    ]
    for (const [body, refusal] of flawed)
      expect([body.paras?.[0], await refused({ ...text, sender: "alice", ...body })]).toEqual([
        body.paras?.[0],
        refusal,
      ])
    expect([await roomCount(), (await stage.as("bob", "GET", `/rooms/${room}`)).lastMessage._id]).toEqual(
      before,
    )
  })

  test("users send as themselves, into their own rooms only", async () => {
    const { batchID } = await stage.as("bob", "POST", "/messages/batch", {
      ...text,
      sender: "alice",
      paras: [{ room }, { receiver: "bender" }],
    })
    expect((await batchOf(batchID)).map(message => message.sender._id)).toEqual(["bob", "bob"])
    const refusedBob = (paras: Json[]) => stage.refused("bob", "POST", "/messages/batch", { ...text, paras })
    const foreign = await stage.room(["alice", "carol"])
    const direct = await stage.room(["alice", "carol"], { roomType: "direct" })
    expect(await refusedBob([{ room }, { room: foreign }])).toBe("403 NOT_ROOM_MEMBER")
    expect(await refusedBob([{ room: direct }])).toBe("404 ROOM_NOT_FOUND")
    await stage.as("bender", "POST", "/blockStatus/my/bob")
    expect(await refusedBob([{ receiver: "bender" }])).toBe("403 CLIENT_BLOCKED")
    expect(await send({ ...text, sender: "bob", paras: [{ receiver: "bender" }] })).toMatchObject({
      count: 1,
    })
    expect(await stage.refused("bob", "GET", `/messages/batch?batchID=${batchID}`)).toBe(
      "401 INVALID_API_KEY",
    )
  })

  test("a user sends a thousand entries a minute, the API key any number", async () => {
    const paras = Array.from({ length: 600 }, () => ({ room }))
    const headers = userHeaders(stage.cast.alice)
    const body = { ...text, paras }
    await stage.as("alice", "POST", "/messages/batch", body)
    stage.advance(20_000)
    const answer = await call(stage.parley.url, "POST", "/messages/batch", { headers, body })
    expect(answer.status).toBe(429)
    expect(answer.body).toMatchObject({ RC: 429, error: { code: "RATE_LIMIT_EXCEEDED" }, retryAfter: 40 })
    await stage.as("alice", "POST", "/messages/batch", { ...text, paras: paras.slice(0, 400) })
    await send({ ...body, sender: "alice" })
    stage.advance(40_000)
    expect(await stage.as("alice", "POST", "/messages/batch", body)).toMatchObject({ count: 600 })
    expect(await stage.refused("alice", "POST", "/messages/batch", body)).toBe("429 RATE_LIMIT_EXCEEDED")
  })

  test("an unknown batch has no messages", async () => {
    expect(await stage.backend("GET", "/messages/batch?batchID=none")).toEqual({ count: 0, data: [] })
    expect(await stage.refusedBackend("GET", "/messages/batch")).toBe("400 MISSING_PARAMETER")
  })
})
