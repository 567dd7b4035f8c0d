import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage, withoutSender } from "./stage.ts"

describe.each(engines)("changing messages on %s", engine => {
  let stage: Stage
  let room: string
  let path: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
  let sent: any

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob", "bender"], { owner: "bob" })
    path = `/rooms/${room}/message`
  })
  beforeEach(async () => {
    sent = await stage.as("alice", "POST", path, {
      messageType: "mixed",
      message: "before",
      mentions: ["bob"],
      images: [{ originalUrl: "https://o" }],
    })
    stage.advance(5000)
  })
  afterAll(() => stage.close())

  const edit = (message: string) => stage.as("alice", "POST", path, { _id: sent._id, message })
  const recall = { messageType: "recall" }

  test("an edit of id and text alone keeps everything else and marks the message", async () => {
    const edited = await edit("after")
    const { message, editedAt, updatedAt, updatedAtMS, ...rest } = withoutSender(edited)
    expect(sent).toMatchObject(rest)
    expect(message).toBe("after")
    expect(Date.parse(editedAt)).toBe(updatedAtMS)
    expect(Date.parse(updatedAt)).toBe(updatedAtMS)
    expect(updatedAtMS).toBeGreaterThanOrEqual(sent.updatedAtMS + 5000)
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?limit=1`)
    expect(data.map(withoutSender)).toEqual([withoutSender(edited)])
  })

  test("an edit keeps the type, whatever type is sent", async () => {
    const body = { _id: sent._id, messageType: "text", message: "after" }
    expect(await stage.as("alice", "POST", path, body)).toMatchObject({
      messageType: "mixed",
      message: "after",
    })
  })

  test("an edit that would leave a message incomplete is refused", async () => {
    const body = { _id: sent._id, message: null }
    expect(await stage.refused("alice", "POST", path, body)).toBe("400 INVALID_MESSAGE_FORMAT")
  })

  test("an edit shows in the room's last message and does not count as unread", async () => {
    await stage.as("bender", "PUT", `/rooms/${room}/lastRead`, { message: sent._id })
    await edit("after")
    expect(await stage.as("bender", "GET", `/rooms/${room}`)).toMatchObject({
      unread: 0,
      lastMessage: { _id: sent._id, message: "after" },
    })
  })

  test("the mentions of the edited text count", async () => {
    const own = await stage.room(["alice", "bob"])
    const { _id } = await stage.say(own, "alice", "x")
    await stage.as("alice", "POST", `/rooms/${own}/message`, { _id, message: "@bob", mentions: ["bob"] })
    expect((await stage.as("bob", "GET", `/rooms/${own}`)).isMentioned).toBe(true)
  })

  test("nobody edits what another said, not even the owner of the room", async () => {
    const body = { _id: sent._id, message: "forged" }
    expect(await stage.refused("bob", "POST", path, body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("bender", "POST", path, body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("carol", "POST", path, body)).toBe("403 NOT_ROOM_MEMBER")
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?limit=1`)
    expect(data.map(withoutSender)).toEqual([withoutSender(sent)])
  })

  test("the API key edits any message, and its sender stays", async () => {
    expect(await stage.backend("POST", path, { _id: sent._id, message: "after" })).toMatchObject({
      message: "after",
      sender: { _id: "alice" },
    })
  })

  test("a message is changed only through its own room", async () => {
    const own = await stage.room(["alice"])
    const body = { _id: sent._id, message: "x" }
    expect(await stage.refused("alice", "POST", `/rooms/${own}/message`, body)).toBe("404 MESSAGE_NOT_FOUND")
  })

  test("a recall empties the message and keeps its sender, its place and its time", async () => {
    const recalled = await stage.as("alice", "POST", path, { _id: sent._id, ...recall })
    expect(recalled).toMatchObject({
      _id: sent._id,
      messageType: "recall",
      message: "",
      sender: { _id: "alice" },
      createdAtMS: sent.createdAtMS,
    })
    expect(recalled.updatedAtMS).toBeGreaterThan(sent.updatedAtMS)
    for (const gone of ["images", "mentions", "editedAt"]) expect(recalled).not.toHaveProperty(gone)
    const { lastMessage } = await stage.as("bob", "GET", `/rooms/${room}`)
    expect(withoutSender(lastMessage)).toEqual(withoutSender(recalled))
  })

  test("the sender, the owner of the room and the API key recall; others do not", async () => {
    const body = { _id: sent._id, ...recall }
    expect(await stage.refused("bender", "POST", path, body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("carol", "POST", path, body)).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.as("bob", "POST", path, body)).toMatchObject({ sender: { _id: "alice" } })
    const another = await stage.say(room, "alice", "x")
    expect(await stage.backend("POST", path, { _id: another._id, ...recall })).toMatchObject(recall)
  })

  test("a recall once more changes nothing, and what is recalled cannot be edited", async () => {
    const body = { _id: sent._id, ...recall }
    const recalled = await stage.as("alice", "POST", path, body)
    stage.advance(1000)
    expect(withoutSender(await stage.as("alice", "POST", path, body))).toEqual(withoutSender(recalled))
    expect(await stage.refused("alice", "POST", path, { _id: sent._id, message: "back" })).toBe(
      "400 INVALID_MESSAGE_FORMAT",
    )
  })

  test("a recalled message is empty in replies to it, and its mention no longer counts", async () => {
    const reply = await stage.as("bender", "POST", path, { message: "re", reply: sent._id })
    expect(reply.reply.message).toBe("before")
    await stage.as("alice", "POST", path, { _id: sent._id, ...recall })
    const { data } = await stage.as("bender", "GET", `/rooms/${room}/messages/v3?limit=1`)
    expect(data).toMatchObject([
      { _id: reply._id, reply: { _id: sent._id, messageType: "recall", message: "" } },
    ])
  })

  test("a message that does not exist cannot be recalled", async () => {
    const unknown = `${sent._id.slice(0, 8)}${"f".repeat(16)}`
    expect(await stage.refused("alice", "POST", path, { _id: unknown, ...recall })).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
  })

  test("what the server wrote of members cannot be edited", async () => {
    const own = await stage.room(["alice", "bob"], { owner: "alice", systemMessage: true })
    const { data } = await stage.as("alice", "GET", `/rooms/${own}/messages/v3`)
    const body = { _id: data[0]._id, message: "forged" }
    expect(await stage.refused("alice", "POST", `/rooms/${own}/message`, body)).toBe(
      "400 INVALID_MESSAGE_FORMAT",
    )
  })
})
