import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../../support/parley.ts"
import { TestSocket } from "../../../support/test-socket.ts"
import { type Desk, deedsOf, openDesk } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("rooms at the dashboard on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  const found = async (query: string) => {
    const { totalCount, data } = await desk.ask("GET", `/rooms?${query}`)
    return [totalCount, ...data.map((room: Json) => room._id)]
  }
  const membersOf = (room: Json) => room.members.map((member: Json) => member._id)

  test("are listed with the newest first, and found by id, name and tag", async () => {
    const [first, second] = [await desk.room(["alice"], { _id: "r-one", name: "Öl & Essig" }), "r-two"]
    desk.advance(1)
    await desk.room(["alice", "bob"], { _id: second, name: "Two", roomTags: ["hobby"] })
    expect(await desk.ask("GET", "/rooms?limit=1")).toEqual({
      totalCount: 2,
      data: [
        expect.objectContaining({
          ...{ _id: second, name: "Two", memberCount: 2, roomType: "group", status: 1 },
          ...{ roomTags: ["hobby"], createdTimeMS: desk.now() },
        }),
      ],
    })
    expect(await found("skip=1")).toEqual([2, first])
    expect(await found("search=ÖL")).toEqual([1, first])
    expect(await found("search=HOBBY")).toEqual([1, second])
    expect(await found("search=r-&skip=1&limit=1")).toEqual([2, first])
    expect(await found("search=nothing")).toEqual([0])
  })

  test("are created, shown whole, changed and frozen", async () => {
    const room = await desk.ask("POST", "/rooms", {
      name: "New",
      roomType: "group",
      members: ["alice", "bob"],
    })
    expect([membersOf(room), room.memberCount]).toEqual([["alice", "bob"], 2])
    await desk.ask("PUT", `/rooms/${room._id}`, { name: "Newer", status: 0 })
    expect(await desk.ask("GET", `/rooms/${room._id}`)).toMatchObject({ name: "Newer", status: 0 })
    expect(await desk.refused("PUT", `/rooms/${room._id}`, { status: 7 })).toBe("400 INVALID_PARAMETER")
    expect(await desk.refused("POST", "/rooms", { members: ["nobody"] })).toBe("404 CLIENT_NOT_FOUND")
    expect(await desk.refused("GET", "/rooms/nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await deedsOf(desk, 3)).toEqual(["room.create", `room.update ${room._id}`, "room.create New"])
  })

  test("hear what the server says, and who comes and goes", async () => {
    const room = await desk.room(["alice"])
    const alice = await TestSocket.signedIn(desk.parley.url, desk.cast.alice)
    const heard = alice.next("chat message")
    const sent = await desk.ask("POST", `/rooms/${room}/message`, { text: "<b>Closed</b> tonight" })
    expect(sent).toMatchObject({ sender: { _id: "system" }, message: "<b>Closed</b> tonight" })
    expect(await heard).toMatchObject({ _id: sent._id })
    expect(membersOf(await desk.ask("POST", `/rooms/${room}/members`, { members: ["bob"] }))).toEqual([
      ...["alice", "bob"],
    ])
    expect(membersOf(await desk.ask("DELETE", `/rooms/${room}/members/bob`))).toEqual(["alice"])
    const { data } = await desk.ask("GET", `/rooms/${room}/messages`)
    expect(data.map((message: Json) => message.messageType)).toEqual(["deleteMember", "addMember", "text"])
    alice.close()
    expect(await desk.refused("DELETE", `/rooms/${room}/members/bob`)).toBe("404 MEMBER_NOT_FOUND")
    expect(await desk.refused("POST", `/rooms/${room}/members`, { members: [] })).toBe(
      "400 MISSING_PARAMETER",
    )
    expect(await desk.refused("POST", `/rooms/${room}/message`, { text: "" })).toBe("400 INVALID_PARAMETER")
    expect(await desk.refused("POST", "/rooms/nowhere/message", { text: "x" })).toMatch(/^40[34] /)
  })

  test("silence whom an operator bans, until the ban is lifted", async () => {
    const room = await desk.room(["alice", "bob"])
    await desk.ask("PUT", `/rooms/${room}/bans/bob`)
    expect(await desk.refused("PUT", `/rooms/${room}/bans/bob`)).toBe("409 USER_ALREADY_BLOCKED")
    expect(await desk.ask("GET", `/rooms/${room}/bans`)).toEqual([
      { client: expect.objectContaining({ _id: "bob" }), createdAt: desk.now() },
    ])
    const speak = () => desk.as("bob", "POST", `/rooms/${room}/message`, { message: "Hi" })
    await expect(speak()).rejects.toThrow("CLIENT_BLOCKED")
    await desk.ask("DELETE", `/rooms/${room}/bans/bob`)
    await speak()
    expect(await desk.refused("DELETE", `/rooms/${room}/bans/bob`)).toBe("404 BLOCK_NOT_FOUND")
  })

  test("are deleted for good", async () => {
    const room = await desk.room(["alice", "bob"])
    await desk.say(room, "alice", "soon gone")
    await desk.ask("DELETE", `/rooms/${room}`)
    expect(await desk.refused("DELETE", `/rooms/${room}`)).toBe("404 ROOM_NOT_FOUND")
    expect(await desk.refused("GET", `/rooms/${room}/messages`)).toBe("404 ROOM_NOT_FOUND")
  })
})

describe.each(engines)("messages at the dashboard on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  const texts = async (path: string) => {
    const { totalCount, data } = await desk.ask("GET", path)
    return [totalCount, ...data.map((message: Json) => message.message)]
  }

  test("are read over all rooms and in one, with the newest first", async () => {
    const [one, two] = [await desk.room(["alice"]), await desk.room(["bob"])]
    const ids = []
    for (const [room, text] of [
      [one, "apple pie"],
      [two, "pear tree"],
      [one, "apple tree"],
    ] as const) {
      desk.advance(1)
      ids.push((await desk.say(room, room === one ? "alice" : "bob", text))._id)
    }
    expect(await texts("/messages?limit=2")).toEqual([3, "apple tree", "pear tree"])
    expect(await texts("/messages?skip=2")).toEqual([3, "apple pie"])
    expect(await texts(`/rooms/${one}/messages?limit=1`)).toEqual([2, "apple tree"])
    expect(await texts(`/rooms/${one}/messages?before=${ids[2]}`)).toEqual([2, "apple pie"])
    expect(await desk.refused("GET", `/rooms/${one}/messages?before=${ids[1]}`)).toBe("404 MESSAGE_NOT_FOUND")
  })

  test("are searched over all rooms and in one", async () => {
    const room = await desk.room(["alice"])
    for (const text of ["plum cake", "plum jam", "cherry jam"]) {
      desk.advance(1)
      await desk.say(room, "alice", text)
    }
    const other = await desk.room(["bob"])
    desk.advance(1)
    await desk.say(other, "bob", "more JAM")
    expect(await texts("/messages?search=jam")).toEqual([3, "more JAM", "cherry jam", "plum jam"])
    expect(await texts("/messages?search=jam&skip=1&limit=1")).toEqual([3, "cherry jam"])
    expect(await texts(`/messages?search=plum&room=${room}`)).toEqual([2, "plum jam", "plum cake"])
    expect(await texts(`/messages?search=plum&room=${other}`)).toEqual([0])
    expect(await desk.refused("GET", `/messages?room=${room}`)).toBe("400 MISSING_PARAMETER")
  })

  test("are hidden from members, shown again, and deleted for everybody", async () => {
    const room = await desk.room(["alice", "bob"])
    const { _id } = await desk.say(room, "alice", "rude words")
    expect(await desk.ask("PUT", `/messages/${_id}/hidden`, { hidden: true })).toMatchObject({
      isHidden: true,
    })
    const seen = async () => (await desk.as("bob", "GET", `/rooms/${room}/messages/v3`)).totalCount
    expect([await seen(), (await texts(`/rooms/${room}/messages`))[0]]).toEqual([0, 1])
    await desk.ask("PUT", `/messages/${_id}/hidden`, { hidden: false })
    expect(await seen()).toBe(1)
    await desk.ask("DELETE", `/messages/${_id}`)
    expect([await seen(), await texts(`/rooms/${room}/messages`)]).toEqual([0, [0]])
    for (const [method, path, body] of [
      ["DELETE", `/messages/${_id}`],
      ["PUT", `/messages/${_id}/hidden`, { hidden: true }],
      ["GET", "/messages/nothing/explain"],
    ] as const)
      expect(await desk.refused(method, path, body)).toBe("404 MESSAGE_NOT_FOUND")
    const deeds = await deedsOf(desk, 5)
    expect(deeds.slice(2)).toEqual([`message.delete ${_id}`, `message.hide ${_id}`, `message.hide ${_id}`])
  })

  test("tell what became of their pushes", async () => {
    const room = await desk.room(["alice", "bob"])
    const { _id } = await desk.say(room, "alice", "Hi")
    expect(await desk.ask("GET", `/messages/${_id}/explain`)).toMatchObject({
      message: _id,
      outcome: "unconfigured",
      data: [],
    })
  })
})
