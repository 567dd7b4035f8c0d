import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage, withoutSender } from "./stage.ts"

describe.each(engines)("sending messages on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"])
  })
  afterAll(() => stage.close())

  const send = (body: Record<string, unknown>) => stage.as("alice", "POST", `/rooms/${room}/message`, body)
  const refusedSend = (body: unknown) => stage.refused("alice", "POST", `/rooms/${room}/message`, body)
  const read = async (id: string) => {
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?beforeMessage=${id}&limit=1`)
    return data[0]
  }
  /** An id that a client chooses: seconds, then anything. */
  const chosen = (tail: string, aheadMs = 0) =>
    Math.floor((stage.now() + aheadMs) / 1000)
      .toString(16)
      .padStart(8, "0") + tail.padStart(16, "0")

  test("the backend sends as a user, and is answered with the sender's id", async () => {
    const sent = await stage.say(room, "alice", "Watering at six")
    expect(sent).toMatchObject({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      appID: "Parley",
      room,
      sender: "alice",
      messageType: "text",
      message: "Watering at six",
      reactions: [],
      reactionCount: 0,
    })
    expect(sent.id).toBe(sent._id)
    for (const time of ["messageTime", "createdAt", "updatedAt"]) {
      expect(Date.parse(sent[time])).toBe(sent[`${time}MS`])
    }
    expect(sent).not.toHaveProperty("editedAt")
    expect((await read(sent._id)).sender).toMatchObject({ _id: "alice", id: "alice", clientType: "user" })
  })

  test("a user sends as themselves, whatever sender they name", async () => {
    const sent = await send({ message: "hi", sender: "bob", roomId: "elsewhere" })
    expect(sent).toMatchObject({ room, messageType: "text", sender: { _id: "alice", nickname: "Alice" } })
    expect(withoutSender(await read(sent._id))).toEqual(withoutSender(sent))
  })

  test("the backend may send as somebody who is not in the room, but not as nobody", async () => {
    expect(await stage.say(room, "carol", "from outside")).toMatchObject({ sender: "carol" })
    const body = { room, sender: "nobody", message: "x", messageType: "text" }
    expect(await stage.refusedBackend("POST", "/messages", body)).toBe("404 USER_NOT_FOUND")
  })

  test("through the room, the API key speaks as sender, else as the acting user, else as the system", async () => {
    const path = `/rooms/${room}/message`
    expect((await stage.backend("POST", path, { message: "1", sender: "bob" }, "alice")).sender._id).toBe(
      "bob",
    )
    expect((await stage.backend("POST", path, { message: "2" }, "alice")).sender._id).toBe("alice")
    expect((await stage.backend("POST", path, { message: "3" })).sender).toMatchObject({
      _id: "system",
      isRobot: true,
      clientType: "user",
    })
  })

  test("what is missing from a platform send is named", async () => {
    const whole = { room, sender: "alice", message: "x", messageType: "text" }
    for (const field of ["room", "sender", "message"]) {
      const refusal = await stage.refusedBackend("POST", "/messages", { ...whole, [field]: undefined })
      expect([field, refusal]).toEqual([field, "400 MISSING_PARAMETER"])
    }
    const unknown = { ...whole, room: "nowhere" }
    expect(await stage.refusedBackend("POST", "/messages", unknown)).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refused("alice", "POST", "/messages", whole)).toBe("401 INVALID_API_KEY")
  })

  test("a platform send must say its type", async () => {
    const untyped = { room, sender: "alice", message: "x" }
    expect(await stage.refusedBackend("POST", "/messages", untyped)).toBe("400 MISSING_PARAMETER")
  })

  test("a message of a custom type holds any JSON", async () => {
    for (const message of [{ a: [1, { b: null }] }, [1, "2"], 7, false, null, "text", ""]) {
      const sent = await send({ messageType: "poll", message })
      expect((await read(sent._id)).message).toEqual(message)
    }
  })

  test("a message of a text type holds text, and what is none becomes its text", async () => {
    for (const messageType of ["text", "mixed", "announcement"]) {
      expect((await send({ messageType, message: 7 })).message).toBe("7")
      expect((await send({ messageType, message: false })).message).toBe("false")
      expect((await send({ messageType, message: { a: [1] } })).message).toBe('{"a":[1]}')
    }
  })

  test("text travels unchanged", async () => {
    const message = "<b>&amp;</b>\r\n\t'\"\\ 😀 עברית \u0000 \u2028 $1 ?"
    const sent = await send({ message })
    expect(sent.message).toBe(message)
    expect((await read(sent._id)).message).toBe(message)
  })

  test("further fields come back in the form they were sent", async () => {
    const fields = {
      messageType: "image",
      originalUrl: "https://o",
      width: 3,
      latitude: 1.25,
      extra: '{"a":1}',
      images: [{ originalUrl: "https://o" }],
      own: { x: null },
    }
    expect(await read((await send(fields))._id)).toMatchObject(fields)
    expect(await send({ message: "m", extra: { a: 1 } })).toMatchObject({ extra: { a: 1 } })
  })

  test("fields of the server cannot be set by senders", async () => {
    const forged = {
      createdAtMS: 1,
      messageTimeMS: 1,
      updatedAt: "x",
      editedAt: "x",
      isHidden: true,
      appID: "x",
    }
    const sent = await send({
      message: "m",
      member: { _id: "bob" },
      ...forged,
      reactions: [{ client: "bob", reaction: "x" }],
      id: "x",
    })
    expect(sent).toMatchObject({ appID: "Parley", reactions: [], reactionCount: 0, id: sent._id })
    expect(sent.createdAtMS).toBeGreaterThan(1)
    expect(sent.isHidden).toBe(false)
    for (const field of ["editedAt", "push", "member"]) expect(sent).not.toHaveProperty(field)
  })

  test("types that clients cannot draw when incomplete are refused, and the sentence names the field", async () => {
    const flawed: [Record<string, unknown>, RegExp][] = [
      [{ messageType: "text" }, /message/],
      [{ messageType: "announcement", message: null }, /message/],
      [{ messageType: "sticker" }, /sticker/],
      [{ messageType: "sticker", sticker: "" }, /sticker/],
      [{ messageType: "sticker", extra: {} }, /sticker/],
      [{ messageType: "payment" }, /extra/],
      [{ messageType: "payment-select", extra: "no json" }, /extra/],
      [{ messageType: "template" }, /template/],
      [{ messageType: "flex", contents: [] }, /contents/],
    ]
    for (const [body, field] of flawed) {
      expect([body, await refusedSend(body)]).toEqual([body, "400 INVALID_MESSAGE_FORMAT"])
      const { body: answer } = await stage.raw("POST", "/messages", {
        headers: { "IM-API-KEY": "test-api-key-0123456789" },
        body: {
          room,
          sender: "alice",
          message: "",
          ...body,
          ...(body.messageType === "text" ? { message: null } : {}),
        },
      })
      expect(answer.error.code).toBe("INVALID_MESSAGE_FORMAT")
      expect(answer.error.message).toMatch(field)
    }
  })

  test("the same types are taken when they are complete", async () => {
    for (const body of [
      { messageType: "sticker", sticker: "FunFunFamily-1" },
      { messageType: "sticker", extra: { stickerId: "1" } },
      { messageType: "payment", extra: {} },
      { messageType: "payment-select", extra: '{"id":1}' },
      { messageType: "template", template: {} },
      { messageType: "flex", contents: "{}" },
    ]) {
      expect(await send(body)).toMatchObject(body)
    }
    expect(await send({ messageType: "file", message: "f" })).toMatchObject({ extra: {} })
    expect(await send({ messageType: "image", images: [] })).not.toHaveProperty("images")
  })

  test("system types are refused from users even when complete, and taken from the backend", async () => {
    const bob = { _id: "bob", id: "bob", clientType: "user", nickname: "Bob" }
    const removal = { messageType: "deleteMember", message: "Bob", member: bob, extra: { members: [bob] } }
    expect(await refusedSend(removal)).toBe("400 INVALID_MESSAGE_FORMAT")
    for (const messageType of [
      "joinRoom",
      "leaveRoom",
      "addMember",
      "addMembers",
      "deleteMembers",
      "assignAdmin",
    ]) {
      expect([messageType, await refusedSend({ messageType, message: "x", member: bob })]).toEqual([
        messageType,
        "400 INVALID_MESSAGE_FORMAT",
      ])
    }
    const asBackend = { room, sender: "alice", ...removal }
    expect(await stage.backend("POST", "/messages", asBackend)).toMatchObject({
      messageType: "deleteMember",
      member: { _id: "bob" },
      extra: { members: [{ _id: "bob" }] },
    })
    expect(await stage.refusedBackend("POST", "/messages", { ...asBackend, extra: {} })).toBe(
      "400 INVALID_MESSAGE_FORMAT",
    )
    expect(await refusedSend({ messageType: "recall" })).toBe("400 INVALID_MESSAGE_FORMAT")
  })

  test("a reply shows the whole message it answers, one level deep", async () => {
    const first = await send({ message: "first" })
    const second = await send({ message: "second", reply: first._id })
    expect(withoutSender(second.reply)).toEqual(withoutSender(first))
    expect(second.reply.sender).toMatchObject({ _id: "alice", nickname: "Alice" })
    const third = await send({ message: "third", reply: second._id })
    expect(third.reply).toMatchObject({ _id: second._id, message: "second", sender: { _id: "alice" } })
    expect((await read(third._id)).reply).toMatchObject({ _id: second._id })
    expect((await read(third._id)).reply.reply).not.toMatchObject({ message: "first" })
    expect(await send({ message: "none", reply: null })).not.toHaveProperty("reply")
  })

  test("a reply never reaches into another room", async () => {
    const elsewhere = await stage.room(["carol"])
    const { _id } = await stage.say(elsewhere, "carol", "secret")
    expect(await refusedSend({ message: "x", reply: _id })).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(await refusedSend({ message: "x", reply: "nothing" })).toBe("400 INVALID_MESSAGE_FORMAT")
  })

  test("a mention marks the room for those it names until they have read it", async () => {
    const own = await stage.room(["alice", "bob"])
    const marked = async () => (await stage.as("bob", "GET", `/rooms/${own}`)).isMentioned
    const { _id, mentions } = await stage.say(own, "alice", "@bob", { mentions: ["bob"] })
    expect(mentions).toEqual(["bob"])
    expect(await marked()).toBe(true)
    expect((await stage.as("alice", "GET", `/rooms/${own}`)).isMentioned).toBe(false)
    await stage.as("bob", "PUT", `/rooms/${own}/lastRead`, { message: _id })
    expect(await marked()).toBe(false)
    await stage.say(own, "alice", "nobody named", { mentions: null })
    expect(await marked()).toBe(false)
  })

  test("a client may choose the id, and sending it again makes neither a second message nor an edit", async () => {
    const _id = chosen("abc")
    const body = { _id, message: "once", messageType: "text", mentions: ["bob"], extra: { a: 1 } }
    const first = await send(body)
    expect(first).toMatchObject({ _id, id: _id, message: "once" })
    const { totalCount } = await stage.as("alice", "GET", `/rooms/${room}/messages/v3?limit=1`)
    stage.advance(1000)
    const again = await send(body)
    expect(withoutSender(again)).toEqual(withoutSender(first))
    expect((await stage.as("alice", "GET", `/rooms/${room}/messages/v3?limit=1`)).totalCount).toBe(totalCount)
  })

  test("the same chosen id sent many times at once makes one message", async () => {
    const own = await stage.room(["alice"])
    const _id = chosen("def")
    const sends = Array.from({ length: 12 }, () =>
      stage.as("alice", "POST", `/rooms/${own}/message`, { _id, message: "once" }),
    )
    const answers = await Promise.all(sends)
    expect(answers.every(answer => answer._id === _id && answer.editedAt === undefined)).toBe(true)
    const { totalCount, data } = await stage.as("alice", "GET", `/rooms/${own}/messages/v3`)
    expect([totalCount, data.length]).toEqual([1, 1])
  })

  test("a chosen id must be 24 hex digits that begin with about the present time", async () => {
    const day = 86_400_000
    expect(await send({ _id: chosen("1", day - 60_000), message: "x" })).toMatchObject({ message: "x" })
    expect(await send({ _id: chosen("2", 60_000 - day), message: "x" })).toMatchObject({ message: "x" })
    for (const _id of [chosen("3", day + 60_000), chosen("4", -day - 60_000), "abc", "Z".repeat(24), 7]) {
      expect([_id, await refusedSend({ _id, message: "x" })]).toEqual([_id, "400 INVALID_MESSAGE_FORMAT"])
    }
    expect(await send({ _id: "", message: "none" })).toMatchObject({ message: "none" })
  })

  test("outsiders and unknown rooms are the same refusal", async () => {
    const body = { message: "x" }
    expect(await stage.refused("carol", "POST", `/rooms/${room}/message`, body)).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("carol", "POST", "/rooms/nowhere/message", body)).toBe("403 NOT_ROOM_MEMBER")
  })

  test("many messages at once all arrive, in the order of their ids", async () => {
    const own = await stage.room(["alice", "bob"])
    const sent = await Promise.all(Array.from({ length: 60 }, (_, i) => stage.say(own, "alice", String(i))))
    const { data } = await stage.as("bob", "GET", `/rooms/${own}/messages/v3?limit=100&sortOrder=asc`)
    const ids = data.map((message: { _id: string }) => message._id)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids)).toEqual(new Set(sent.map(message => message._id)))
  })
})
