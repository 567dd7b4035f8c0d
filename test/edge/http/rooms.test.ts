import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("making rooms on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const create = (body: Record<string, unknown>) => stage.backend("POST", "/rooms/", body)
  const refusedCreate = (body: Record<string, unknown>) => stage.refusedBackend("POST", "/rooms", body)
  const direct = (...members: string[]) => ({ roomType: "direct", members })

  test("a backend makes a group room with all it says of it", async () => {
    const given = {
      _id: "garden",
      name: "Garden club",
      cover: "https://img.example.com/c.png",
      description: "Seeds",
      roomType: "group",
      roomTags: ["garden", "work"],
      extParams: '{"a":1}',
      webhook: "https://hook.example.com",
      encrypted: true,
      owner: "alice",
    }
    const room = await create({ ...given, members: ["alice", "bob"] })
    const { owner, ...rest } = given
    expect(room).toMatchObject({
      ...rest,
      id: "garden",
      appID: "Parley",
      owner: { _id: owner, nickname: "Alice", clientType: "user" },
      botMode: true,
      status: 1,
      opening: 1,
      serviceStatus: 0,
      createdTimeMS: expect.any(Number),
    })
    expect(room.createdTimeMS).toBe(Date.parse(room.createdTime))
    expect(await stage.as("bob", "GET", "/rooms/garden")).toMatchObject(rest)
  })

  test("the answer has the members as ids, once each", async () => {
    expect((await create({ members: ["bob", "alice", "bob"] })).members).toEqual(["bob", "alice"])
  })

  test("without a type a room is a group, without an id it gets 24 hex digits", async () => {
    const room = await create({ members: ["alice"] })
    expect(room).toMatchObject({ roomType: "group", name: "", roomTags: [] })
    expect(room._id).toMatch(/^[0-9a-f]{24}$/)
    expect(await create({ _id: "", members: [] })).toMatchObject({ members: [] })
  })

  test("the backend is in no room it makes, and owns none", async () => {
    expect(await create({ members: ["alice"] })).not.toHaveProperty("owner")
  })

  test("a pair has one direct room, in whichever order it is named", async () => {
    const room = await create(direct("bob", "alice"))
    expect(room).toMatchObject({ roomType: "direct", members: ["bob", "alice"] })
    expect(room._id).toBe(createHash("md5").update("alice_bob").digest("hex"))
    expect((await create(direct("alice", "bob")))._id).toBe(room._id)
    expect((await create({ ...direct("alice", "bob"), _id: "another" }))._id).toBe(room._id)
    expect((await stage.as("alice", "POST", "/rooms", direct("alice", "bob")))._id).toBe(room._id)
  })

  test("a direct room keeps the id that was chosen for it, unless that is taken", async () => {
    await create({ _id: "taken", members: ["alice"] })
    expect((await create({ ...direct("alice", "carol"), _id: "mine" }))._id).toBe("mine")
    const other = await create({ ...direct("bob", "carol"), _id: "taken" })
    expect(other._id).toMatch(/^[0-9a-f]{24}$/)
    expect((await create(direct("carol", "bob")))._id).toBe(other._id)
  })

  test("the same direct room asked for many times at once is made once", async () => {
    const rooms = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        create(i % 2 ? direct("alice", "bender") : direct("bender", "alice")),
      ),
    )
    expect(new Set(rooms.map(room => room._id)).size).toBe(1)
  })

  test("the id of a group room is given away once, even when asked for many times at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        create({ _id: "once", members: ["alice"] }).then(
          () => "made",
          error => (error as Error).message.slice(0, 3),
        ),
      ),
    )
    expect(answers.sort()).toEqual([...Array(9).fill("409"), "made"])
    expect(await refusedCreate({ _id: "once" })).toBe("409 ROOM_ALREADY_EXISTS")
  })

  test("a direct room needs exactly two different members", async () => {
    for (const members of [["alice"], ["alice", "alice"], ["alice", "bob", "carol"], []]) {
      expect(await refusedCreate(direct(...members))).toBe("400 INVALID_PARAMETER")
    }
    expect(await refusedCreate({ roomType: "direct" })).toBe("400 INVALID_PARAMETER")
  })

  test("unknown types and unknown people are refused", async () => {
    expect(await refusedCreate({ roomType: "channel" })).toBe("400 INVALID_ROOM_TYPE")
    expect(await refusedCreate({ roomType: 7 })).toBe("400 INVALID_ROOM_TYPE")
    expect(await refusedCreate({ members: ["alice", "nobody"] })).toBe("404 CLIENT_NOT_FOUND")
    expect(await refusedCreate({ members: ["alice"], owner: "nobody" })).toBe("404 CLIENT_NOT_FOUND")
    expect(await refusedCreate(direct("alice", "nobody"))).toBe("404 CLIENT_NOT_FOUND")
  })

  test("a refused call makes no room", async () => {
    await refusedCreate({ _id: "not-made", members: ["alice", "nobody"] })
    expect(await stage.refusedBackend("GET", "/rooms/not-made")).toBe("404 ROOM_NOT_FOUND")
  })

  test("a user makes rooms only with themselves in them, and owns them", async () => {
    expect(await stage.as("alice", "POST", "/rooms", { members: ["alice", "bob"] })).toMatchObject({
      owner: { _id: "alice" },
      members: ["alice", "bob"],
    })
    expect(await stage.refused("alice", "POST", "/rooms", { members: ["bob"] })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    expect(await stage.refused("carol", "POST", "/rooms", direct("alice", "bob"))).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
  })

  test("words that are paths cannot be ids, nor can text with a slash or a control character", async () => {
    for (const _id of ["ids", "quitted", "invitations", "createAndJoin", "a/b", "a\u0000", "a\nb"]) {
      expect([_id, await refusedCreate({ _id, members: ["alice"] })]).toEqual([_id, "400 INVALID_PARAMETER"])
    }
  })

  test("an id may have 256 characters and no more, and is found by its percent-encoded form", async () => {
    const _id = `${"r".repeat(250)} %?#ü+`
    expect((await create({ _id, members: ["alice"] }))._id).toBe(_id)
    expect(await stage.as("alice", "GET", `/rooms/${encodeURIComponent(_id)}`)).toMatchObject({ _id })
    expect(await refusedCreate({ _id: `${_id}x` })).toBe("400 INVALID_PARAMETER")
  })

  test("systemMessage tells who was added, as people and as text of the same", async () => {
    const { _id } = await create({ members: ["alice", "bob"], systemMessage: true, owner: "alice" })
    const { data } = await stage.as("bob", "GET", `/rooms/${_id}/messages/v3`)
    expect(data).toHaveLength(1)
    const [{ messageType, extra, message, sender, member }] = data
    expect([messageType, sender._id]).toEqual(["addMembers", "alice"])
    const person = { id: "alice", clientType: "user", nickname: "Alice" }
    expect(extra.invitees).toMatchObject([
      { _id: "alice", ...person },
      { _id: "bob", clientType: "user" },
    ])
    expect(JSON.parse(message)).toEqual(extra.invitees)
    expect(member).toEqual(extra.invitees[0])
  })

  test("one person added is told of by name, and without an owner the robot system speaks", async () => {
    const { _id } = await create({ members: ["carol"], systemMessage: true })
    const { data } = await stage.as("carol", "GET", `/rooms/${_id}/messages/v3`)
    expect(data).toMatchObject([
      {
        messageType: "addMember",
        message: "Carol",
        member: { _id: "carol", nickname: "Carol" },
        sender: { _id: "system", isRobot: true },
      },
    ])
  })

  test("without systemMessage nothing is said", async () => {
    const { _id } = await create({ members: ["alice"] })
    expect(await stage.as("alice", "GET", `/rooms/${_id}/messages/v3`)).toMatchObject({
      totalCount: 0,
      data: [],
    })
  })
})

describe.each(engines)("reading a room on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"], { owner: "alice" })
  })
  afterAll(() => stage.close())

  test("a member sees the members as people, everybody's state and their own", async () => {
    const { _id } = await stage.say(room, "alice", "hello", { mentions: ["bob"] })
    const read = await stage.as("bob", "GET", `/rooms/${room}/`)
    expect(read).toMatchObject({
      _id: room,
      id: room,
      members: [
        { _id: "alice", id: "alice", clientType: "user", nickname: "Alice" },
        { _id: "bob", id: "bob", clientType: "user", nickname: "Bob" },
      ],
      memberProperties: [
        { client: "alice", badge: 0, lastRead: _id },
        { client: "bob", badge: 1 },
      ],
      lastMessage: { _id, message: "hello", sender: { _id: "alice" } },
      unread: 1,
      isMentioned: true,
      muted: false,
      isSuperuser: false,
      pref: {
        tags: [],
        tagColors: {},
        folder: "",
        sticky: false,
        hidden: false,
        muted: false,
        translation: false,
      },
    })
    expect(read.memberProperties[1]).not.toHaveProperty("lastRead")
    expect(await stage.as("alice", "GET", `/rooms/${room}`)).toMatchObject({
      unread: 0,
      isMentioned: false,
      isSuperuser: true,
    })
  })

  test("nobody's mail address is shown to the others", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "alice", email: "a@example.com", city: "Rome" })
    const { members } = await stage.as("bob", "GET", `/rooms/${room}`)
    expect(members[0]).toMatchObject({ _id: "alice", city: "Rome" })
    for (const hidden of ["email", "address", "userAgent", "mute"])
      expect(members[0]).not.toHaveProperty(hidden)
  })

  test("the API key sees every room, without a state of its own", async () => {
    const read = await stage.backend("GET", `/rooms/${room}`)
    expect(read).toMatchObject({ _id: room, isSuperuser: true })
    expect(read).not.toHaveProperty("unread")
    expect(await stage.backend("GET", `/rooms/${room}`, undefined, "bob")).toHaveProperty("unread")
  })

  test("outsiders are refused, and an unknown room is not found", async () => {
    expect(await stage.refused("carol", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("carol", "GET", "/rooms/nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("GET", "/rooms/nowhere")).toBe("404 ROOM_NOT_FOUND")
  })

  test("to outsiders a direct room, whose id can be computed, does not exist", async () => {
    const { _id } = await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] })
    for (const path of [`/rooms/${_id}`, `/rooms/${_id}/messages/v3`]) {
      expect([path, await stage.refused("carol", "GET", path)]).toEqual([path, "404 ROOM_NOT_FOUND"])
    }
  })
})
