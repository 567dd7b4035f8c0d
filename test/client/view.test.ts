import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { ChatClient } from "../../client/src/index.ts"
import { asUser, platform } from "../support/backend.ts"
import { engines } from "../support/parley.ts"
import { ioOfVersion2, type Stage, setStage, shows, texts, until } from "./stage.ts"

const kinds = [
  { name: "a 4.x socket", options: {} },
  { name: "a 4.x socket in base64", options: { encoding: "base64" as const } },
  { name: "a 2.x socket", options: { io: ioOfVersion2 } },
  { name: "a 2.x socket in base64", options: { io: ioOfVersion2, encoding: "base64" as const } },
]

describe.each(engines)("what a client sees on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterEach(() => stage.closeClients())
  afterAll(() => stage.close())

  const url = () => stage.parley.url
  const asBob = (method: string, path: string, body?: unknown) =>
    asUser(url(), stage.cast.bob, method, path, body)
  const asServer = (method: string, path: string, body?: unknown) =>
    platform(url(), method, path, body, "bob")
  const room = (client: ChatClient, id = "demo-room") => {
    const view = client.rooms.get(id)
    if (!view) throw new Error(`${id} is not there`)
    return view
  }
  const wordsOf = (client: ChatClient, id: string, message: string) =>
    room(client, id).messages.find(({ _id }) => _id === message)?.message
  const held = (client: ChatClient, id: string) => room(client).messages.find(({ _id }) => _id === id)

  test.each(kinds)("messages arrive, once and in order, on $name", async ({ name, options }) => {
    const alice = await stage.enter("alice", options)
    const [first, second] = [`eins 👋 on ${name}`, `zwei on ${name}`]
    const told: unknown[] = []
    alice.on("message", ({ message, isNew }) => isNew && told.push(message.message))
    await stage.say(first)
    await stage.say(second)
    await shows(alice, second)
    expect(told).toEqual([first, second])
    expect(texts(alice).slice(-2)).toEqual([first, second])
    expect(room(alice).lastMessage?.message).toBe(second)
    expect(room(alice).unread).toBe((await asUser(url(), stage.cast.alice, "GET", "/rooms/demo-room")).unread)
  })

  test("edits, reactions, pins and recalls show on the message, in its place", async () => {
    const alice = await stage.enter("alice")
    const [id] = [await stage.say("first version"), await stage.say("after it")]
    await asBob("POST", "/rooms/demo-room/message", { _id: id, message: "second version" })
    await until(alice, "edited", () => held(alice, id)?.message === "second version")
    await asBob("POST", `/messages/${id}/reaction`, { reaction: "👍" })
    await until(alice, "reacted", () => held(alice, id)?.reactions?.[0]?.reaction === "👍")
    await asServer("POST", `/messages/${id}/pin`)
    await until(alice, "pinned", () => held(alice, id)?.pinned === true)
    await asBob("POST", "/rooms/demo-room/message", { _id: id, messageType: "recall" })
    await until(alice, "recalled", () => held(alice, id)?.messageType === "recall")
    expect(room(alice).messages.at(-2)?._id).toBe(id)
  })

  test("hidden and deleted messages go, a hidden one comes back, and unread follows", async () => {
    const alice = await stage.enter("alice")
    const [hidden, deleted] = [await stage.say("to hide"), await stage.say("to delete")]
    await shows(alice, "to delete")
    const unread = room(alice).unread ?? 0
    await asServer("POST", `/messages/${hidden}/hidden`)
    await until(alice, "hidden", () => !held(alice, hidden))
    await asServer("DELETE", `/rooms/demo-room/messages/${deleted}`)
    await until(alice, "deleted", () => !held(alice, deleted))
    expect(room(alice).unread).toBe(unread - 2)
    await asServer("DELETE", `/messages/${hidden}/hidden`)
    await until(alice, "shown again", () => held(alice, hidden)?.message === "to hide")
  })

  test("what the user deletes for themselves on another device goes here too", async () => {
    const alice = await stage.enter("alice")
    const id = await stage.say("not for me")
    await shows(alice, "not for me")
    await asUser(url(), stage.cast.alice, "POST", "/messages/user-delete", {
      room: "demo-room",
      messages: [id],
    })
    await until(alice, "gone", () => !held(alice, id))
  })

  test("all messages of a room can go at once, and the room goes on", async () => {
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "empty-me", name: "Empty me", roomType: "group", members: ["alice", "bob"] },
    })
    const alice = await stage.enter("alice")
    await stage.say("soon gone", { room: "empty-me" })
    await alice.loadMessages("empty-me")
    await asServer("DELETE", "/rooms/empty-me/messages/_all")
    await until(alice, "empty", () => texts(alice, "empty-me").length === 0)
    await until(alice, "nothing last", () => room(alice, "empty-me").lastMessage === undefined)
    await stage.say("after", { room: "empty-me" })
    await shows(alice, "after", "empty-me")
    expect(texts(alice, "empty-me")).toEqual(["after"])
    expect(room(alice, "empty-me").unread).toBe(1)
  })

  test("unread falls to nothing, and to what is left, as another device reads", async () => {
    const alice = await stage.enter("alice")
    const phone = await stage.enter("alice")
    const ids = [await stage.say("a"), await stage.say("b"), await stage.say("c")]
    await shows(alice, "c")
    await phone.markRead("demo-room", ids[0])
    await until(alice, "two left", () => room(alice).unread === 2)
    await phone.markRead("demo-room")
    await until(alice, "all read", () => room(alice).unread === 0)
  })

  test("of a room that is not loaded the last message and unread are kept, exact after partial reads, and each message is told once", async () => {
    const alice = stage.open("alice", { refreshMs: 300 })
    await until(alice, "online", () => alice.state === "online")
    const { cursor } = alice
    const told: string[] = []
    alice.on("message", ({ message }) => told.push(String(message.message)))
    const ids = [await stage.say("d"), await stage.say("e"), await stage.say("f")]
    await until(alice, "last", () => room(alice).lastMessage?._id === ids[2])
    await asUser(url(), stage.cast.alice, "PUT", "/rooms/demo-room/lastRead", { message: ids[0] })
    await until(alice, "two unread", () => room(alice).unread === 2)
    expect(room(alice).messages).toEqual([])
    // It has looked for what it may have lost, and the server has told it the same once more.
    await expect.poll(() => alice.cursor).not.toBe(cursor)
    // What came just before its start may be among it, but as nothing new.
    expect(told.filter(text => ["d", "e", "f"].includes(text))).toEqual(["d", "e", "f"])
  })

  test("rooms come, change, and go with the membership", async () => {
    const alice = await stage.enter("alice")
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "new-room", name: "New", roomType: "group", members: ["alice", "bob"] },
    })
    await until(alice, "there", () => alice.rooms.has("new-room"))
    await asServer("PUT", "/rooms/new-room", { name: "Newer" })
    await until(alice, "renamed", () => room(alice, "new-room").name === "Newer")
    const gone: string[] = []
    alice.on("roomGone", id => gone.push(id))
    await asServer("DELETE", "/rooms/new-room/members/alice")
    await until(alice, "gone", () => !alice.rooms.has("new-room"))
    expect(gone).toEqual(["new-room"])
  })

  test.each(kinds)("preferences come and go on $name", async ({ options }) => {
    const alice = await stage.enter("alice", options)
    const asAlice = (method: string, path: string, body?: unknown) =>
      asUser(url(), stage.cast.alice, method, path, body)
    await asAlice("POST", "/me/pref/ui", { density: "compact" })
    await until(alice, "set", () => alice.prefs.has("ui"))
    expect(alice.prefs.get("ui")).toEqual({ density: "compact" })
    await asAlice("DELETE", "/me/pref/ui")
    await until(alice, "deleted", () => !alice.prefs.has("ui"))
    await asAlice("POST", "/me/mute/demo-room")
    await until(alice, "muted", () => room(alice).pref?.muted === true)
    await asAlice("DELETE", "/me/mute/demo-room")
    await until(alice, "heard", () => room(alice).muted === false)
  })

  test("invitations come, and go when they are withdrawn or taken", async () => {
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "club", name: "Club", roomType: "group", members: ["bob"], owner: "bob" },
    })
    const alice = await stage.enter("alice")
    const invite = () =>
      asBob("POST", "/rooms/club/members", { invitees: ["alice"], invitationRequired: true })
    await invite()
    await until(alice, "invited", () => alice.invitations[0]?.room._id === "club")
    await asBob("DELETE", "/rooms/club/invitations/alice")
    await until(alice, "withdrawn", () => alice.invitations.length === 0)
    await invite()
    await until(alice, "invited again", () => alice.invitations.length === 1)
    await asUser(url(), stage.cast.alice, "POST", "/rooms/club/join")
    await until(alice, "in", () => alice.rooms.has("club") && alice.invitations.length === 0)
  })

  test("who leads a room goes on seeing what is hidden from the others", async () => {
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "led", name: "Led", roomType: "group", members: ["alice", "bob"], owner: "bob" },
    })
    const [alice, bob] = [await stage.enter("alice"), await stage.enter("bob")]
    for (const client of [alice, bob]) await client.loadMessages("led")
    const { _id } = await alice.send("led", { message: "rude" }).stored
    await shows(bob, "rude", "led")
    await bob.request("POST", `/messages/${_id}/hidden`)
    await until(alice, "hidden", () => texts(alice, "led").length === 0)
    await until(bob, "marked", () => room(bob, "led").messages[0]?.isHidden === true)
    expect(texts(bob, "led")).toEqual(["rude"])
  })

  test("pieces of a robot's answer are told, and replaced by the finished message", async () => {
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "lab", name: "Lab", roomType: "group", members: ["alice", "bender"] },
    })
    const alice = await stage.enter("alice")
    await alice.loadMessages("lab")
    const pieces: string[] = []
    alice.on("streaming", ({ text, room: id }) => id === "lab" && pieces.push(text))
    const asBender = (path: string, body: unknown) =>
      asUser(url(), stage.cast.bender, "POST", `/rooms/lab/${path}`, body)
    const { messageId } = await asBender("ai_streaming", { text: "Well" })
    await asBender("ai_streaming", { text: ", yes", messageId })
    await asBender("message", { _id: messageId, message: "Well, yes" })
    await until(alice, "finished", () => wordsOf(alice, "lab", messageId) === "Well, yes")
    expect(pieces).toEqual(["Well", ", yes"])
  })

  test("somebody who types is told of", async () => {
    const [alice, bob] = [await stage.enter("alice"), await stage.enter("bob")]
    const typists: string[] = []
    alice.on("typing", ({ sender, room: id }) => typists.push(`${sender} in ${id}`))
    bob.typing("demo-room", "I am thin")
    await until(alice, "told", () => typists.length > 0)
    expect(typists).toEqual(["bob in demo-room"])
  })

  test("older messages come page by page, each once, to the beginning", async () => {
    await platform(url(), "POST", "/rooms/", {
      ...{ _id: "long-room", name: "Long", roomType: "group", members: ["alice", "bob"] },
    })
    const lines = Array.from({ length: 25 }, (_, n) => `line ${n}`)
    for (const line of lines) await stage.say(line, { room: "long-room" })
    const alice = await stage.enter("alice", { limit: 10 })
    await alice.loadMessages("long-room")
    expect(texts(alice, "long-room")).toEqual(lines.slice(-10))
    while (room(alice, "long-room").hasOlder) await alice.loadOlder("long-room")
    expect(texts(alice, "long-room")).toEqual(lines)
  })

  test("a page that was asked for before a deletion does not bring the deleted message back", async () => {
    let hold: Promise<void> | undefined
    const alice = await stage.enter("alice", {
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        if (String(input).includes("/messages/v3")) await hold
        return answer
      },
    })
    alice.unload("demo-room")
    const id = await stage.say("doomed")
    const { promise, resolve } = Promise.withResolvers<void>()
    hold = promise
    const loading = alice.loadMessages("demo-room")
    await asUser(url(), stage.cast.alice, "GET", "/rooms/demo-room/messages/v3")
    await asServer("DELETE", `/rooms/demo-room/messages/${id}`)
    await until(alice, "told", () => room(alice).lastMessage?._id !== id)
    const late = await stage.say("meanwhile")
    await until(alice, "told", () => room(alice).lastMessage?._id === late)
    resolve()
    await loading
    expect(texts(alice)).not.toContain("doomed")
    expect(texts(alice).at(-1)).toBe("meanwhile")
  })
})
