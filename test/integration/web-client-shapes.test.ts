import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../support/parley.ts"
import { type Clients, ids, type Json, person, startClients } from "./published-clients.ts"

/** What the published web clients send, to the letter, and what they read of the answers (contract: client-compat.md 3). */
describe.each(engines)("as the published web clients speak, on %s", engine => {
  let clients: Clients
  beforeAll(async () => {
    clients = await startClients(engine)
  })
  afterAll(() => clients.close())

  test("starts with preferences, of which there are none, and whole rooms", async () => {
    const room = await clients.newRoom()
    const message = await clients.told(room, "hello")
    expect(await clients.web("carol")("GET", "/me/pref")).toEqual([])
    const q = encodeURIComponent('{"members":"bob"}')
    const query = `q=${q}&sort=-lastMessage&sortUnreadFirst=0`
    const { data, totalCount } = await clients.web("bob")("GET", `/rooms?skip=0&limit=30&${query}`)
    expect(totalCount).toBe(data.length)
    expect(data.find(({ _id }: Json) => _id === room)).toMatchObject({
      members: [person("alice"), person("bob")],
      lastMessage: { _id: message, sender: person("alice"), messageType: "text" },
      unread: 1,
      muted: false,
      isMentioned: false,
      isSuperuser: false,
      pref: { tags: [], tagColors: {}, sticky: false, hidden: false, muted: false, folder: "" },
      memberProperties: expect.arrayContaining([expect.objectContaining({ client: "bob" })]),
      createdTimeMS: expect.any(Number),
    })
    expect((await clients.web("bob")("GET", `/rooms?skip=120&limit=200&${query}`)).data).toEqual([])
  })

  test("pages through a room from the message it has, which comes first again", async () => {
    const room = await clients.newRoom()
    const [one, two, three] = [
      await clients.told(room, "1"),
      await clients.told(room, "2"),
      await clients.told(room, "3"),
    ]
    const list = async (query: string) =>
      ids((await clients.web("bob")("GET", `/rooms/${room}/messages/v3?limit=30${query}`)).data)
    expect(await list("")).toEqual([three, two, one])
    expect(await list(`&beforeMessage=${two}&sortOrder=desc`)).toEqual([two, one])
    expect(await list(`&afterMessage=${two}&sortOrder=asc`)).toEqual([two, three])
    expect(await clients.web("bob")("PUT", `/rooms/${room}/lastRead`, { message: two })).toBeTruthy()
    expect(await clients.web("bob")("PUT", `/rooms/${await clients.newRoom()}/lastRead`, {})).toBeTruthy()
  })

  test("sends with more than is needed, edits with less, and recalls", async () => {
    const room = await clients.newRoom()
    const send = (body: Json) => clients.web("bob")("POST", `/rooms/${room}/message`, body)
    const sent = await send({
      roomId: room,
      messageType: "text",
      message: "hi @alice",
      reply: null,
      mentions: ["alice"],
    })
    expect(sent).toMatchObject({ room, sender: person("bob"), messageType: "text", mentions: ["alice"] })
    expect(sent.createdAtMS).toEqual(expect.any(Number))
    const same = { _id: sent._id, createdAtMS: sent.createdAtMS }
    const edited = await send({ _id: sent._id, message: "hi" })
    expect(edited).toMatchObject({ ...same, messageType: "text", message: "hi" })
    expect(edited.editedAt).toBeTruthy()
    const answer = await send({
      roomId: room,
      messageType: "text",
      message: "yes",
      reply: sent._id,
      mentions: [],
    })
    expect(answer.reply).toMatchObject({ _id: sent._id, sender: person("bob") })
    const recalled = await send({ _id: sent._id, roomId: room, messageType: "recall" })
    expect(recalled).toMatchObject({ ...same, messageType: "recall", message: "" })
  })

  test("uploads a file, and opens it by an address that needs no headers", async () => {
    const room = await clients.newRoom()
    const form = new FormData()
    form.append("file", new File(["picture"], encodeURIComponent("照片 1.png"), { type: "image/png" }))
    form.append("extra", JSON.stringify({ roomId: room }))
    const { _id } = await clients.web("bob")("POST", "/files/chatserver-upload", form)
    for (const bucket of ["chatserver-upload", room]) {
      const { url } = await clients.web("bob")("GET", `/files/${bucket}/${_id}?signedUrlOnly=true`)
      const open = await fetch(new URL(url, clients.url).href.replace("localhost", "127.0.0.1"))
      expect(await open.text()).toBe("picture")
      expect(open.headers.get("access-control-allow-origin")).toBe("*")
      expect(Number(new URL(url, clients.url).searchParams.get("Expires"))).toBeGreaterThan(
        Date.now() / 1000 + 600,
      )
    }
    expect(await clients.web("bob")("GET", `/files/chatserver-upload/${_id}/metadata`)).toMatchObject({
      filename: "照片 1.png",
    })
  })

  test("keeps folders, tags and what is on top", async () => {
    const room = await clients.newRoom({ roomTags: ["vip", "new"] })
    const say = clients.web("bob")
    const folders = [{ key: "work", name: "Work" }]
    await say("POST", "/me/pref/folders-meta", folders)
    await say("POST", "/me/pref/work", { children: [{ id: room, type: "room" }] })
    expect(await say("GET", "/me/pref")).toContainEqual({ key: "folders-meta", data: folders })
    await say("DELETE", "/me/pref/work")
    await say("DELETE", "/me/pref/folders-meta")
    expect(await say("GET", "/me/pref")).toEqual([])
    await say("POST", `/roomPrefs/${room}`, { sticky: true })
    await say("POST", `/roomPrefs/${room}/group/vip`, { tags: ["later"], tagColors: { later: "#123456" } })
    expect((await say("GET", `/rooms/${room}`)).pref).toMatchObject({
      sticky: true,
      hidden: false,
      tags: ["later"],
      tagColors: { later: "#123456" },
    })
  })

  test("mutes and bans without a body", async () => {
    const room = await clients.newRoom({ members: ["alice", "bob", "carol"] })
    await clients.web("bob")("POST", `/me/mute/${room}`)
    expect((await clients.web("bob")("GET", `/rooms/${room}`)).muted).toBe(true)
    await clients.web("bob")("DELETE", `/me/mute/${room}`)
    expect((await clients.web("bob")("GET", `/rooms/${room}`)).muted).toBe(false)
    const banned = async () => (await clients.web("alice")("GET", `/blockStatus/room/${room}`)).data
    await clients.web("alice")("POST", `/blockStatus/room/${room}/carol`)
    expect(await banned()).toMatchObject([{ blockee: person("carol") }])
    expect((await banned())[0]).not.toHaveProperty("unblockAt")
    await clients.web("alice")("DELETE", `/blockStatus/room/${room}/carol`)
    expect(await banned()).toEqual([])
  })

  test("finds whole rooms, and a list for each kind it asks for", async () => {
    const room = await clients.newRoom({ name: "Orchids" })
    const message = await clients.told(room, "orchids need light")
    const type = ["messages", "roomName", "roomMember", "roomPrefTags", "roomPrefFolder", "roomTags", "files"]
    const found = await clients.web("bob")("POST", "/search", { type, keyword: "orchids" })
    expect(Object.keys(found).sort()).toEqual([...type].sort())
    expect(found).toMatchObject({
      roomMember: [],
      roomPrefTags: [],
      roomPrefFolder: [],
      roomTags: [],
      files: [],
    })
    expect(found.roomName).toMatchObject([{ _id: room, members: [person("alice"), person("bob")] }])
    expect(found.messages).toMatchObject([
      { room: { _id: room, members: [person("alice"), person("bob")] }, messages: [message] },
    ])
    const inRoom = await clients.web("bob")("POST", "/search", {
      type: ["messages", "files"],
      keyword: "light",
      room,
    })
    expect(inRoom).toMatchObject({ messages: [{ messages: [message] }], files: [] })
  })

  test("clears a chat for itself, reacts, removes others and writes to many", async () => {
    const room = await clients.newRoom()
    const message = await clients.told(room, "old")
    await clients.web("bob")("POST", `/messages/${message}/reaction`, { reaction: "👍" })
    const { data } = await clients.web("alice")("GET", `/rooms/${room}/messages/v3?limit=30`)
    expect(data[0].reactions).toEqual([{ client: "bob", reaction: "👍" }])
    await clients.web("bob")("DELETE", `/messages/${message}/reaction?reaction=${encodeURIComponent("👍")}`)
    await clients.web("bob")("POST", "/messages/user-delete/all-in-room", { room })
    await clients.web("bob")("POST", `/roomPrefs/${room}`, { hidden: true })
    expect((await clients.web("bob")("GET", `/rooms/${room}/messages/v3?limit=30`)).data).toEqual([])
    await clients.web("alice")("POST", "/messages/batch", {
      message: "all",
      messageType: "text",
      paras: [{ room }],
    })
    await clients.web("alice")("POST", `/rooms/${room}/delete/members`, {
      members: ["bob"],
      systemMessage: true,
    })
    await clients.web("alice")("DELETE", `/rooms/${room}/messages/${message}`)
  })

  test("registers for push, and takes that back without the token", async () => {
    const device = { type: "fcm", token: "of-a-browser", deviceId: "browser" }
    await clients.web("carol")("POST", "/me/subscribe", device)
    expect(
      await clients.web("carol")("POST", "/me/unsubscribe", { type: "fcm", deviceId: "browser" }),
    ).toMatchObject({ n: 1 })
  })
})
