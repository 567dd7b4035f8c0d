import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("what somebody missed on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const since = (cursor: string, more = "") => stage.as("bob", "GET", `/me/changes?since=${cursor}${more}`)
  /** A cursor of which nothing is told twice: on PostgreSQL, what others in the cluster are writing holds it back. */
  async function now(): Promise<string> {
    const { cursor } = await stage.as("bob", "GET", "/me/changes")
    const { rooms, roomIds, prefs, invitations } = await since(cursor)
    return rooms.length > 0 || roomIds || prefs || invitations ? now() : cursor
  }
  const ids = (list: Json[]) => list.map(one => one._id)

  test("without a cursor, there is nothing but the present one", async () => {
    await stage.say(await stage.room(["alice", "bob"]), "alice", "before")
    expect(await stage.as("bob", "GET", "/me/changes")).toEqual({
      cursor: expect.any(String),
      more: false,
      reset: false,
      rooms: [],
    })
  })

  test("where nothing happened, nothing is told", async () => {
    const { rooms, ...rest } = await since(await now())
    expect(rooms).toEqual([])
    expect(Object.keys(rest).sort()).toEqual(["cursor", "more", "reset"])
  })

  test("new and changed messages come whole, in order, with those that are gone by id", async () => {
    const room = await stage.room(["alice", "bob"])
    const [edited, gone, hidden, own, same] = await Promise.all(
      ["a", "b", "c", "d", "e"].map(text => stage.say(room, "alice", text)),
    )
    const cursor = await now()
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: edited._id, message: "A" })
    await stage.backend("DELETE", `/rooms/${room}/messages/${gone._id}`)
    await stage.backend("POST", `/messages/${hidden._id}/hidden`, undefined, "alice")
    await stage.as("bob", "POST", "/messages/user-delete", { room, messages: [own._id] })
    const fresh = await stage.say(room, "alice", "f")
    const { rooms, more } = await since(cursor)
    expect(more).toBe(false)
    expect(rooms).toHaveLength(1)
    const [change] = rooms
    expect(change).toMatchObject({ afresh: false, room: { _id: room, lastMessage: { _id: fresh._id } } })
    expect(change.messages).toEqual(
      (await stage.as("bob", "GET", `/rooms/${room}/messages/v3?sortOrder=asc`)).data.filter(
        (message: Json) => [edited._id, fresh._id].includes(message._id),
      ),
    )
    expect(change.deleted).toEqual(expect.arrayContaining([gone._id, hidden._id, own._id]))
    expect(change.deleted).not.toContain(same._id)
    expect(change.deleted).toHaveLength(3)
  })

  test("a room with more news than asked for is shown afresh, from its end", async () => {
    const room = await stage.room(["alice", "bob"])
    const cursor = await now()
    for (let n = 0; n < 4; n++) await stage.say(room, "alice", `${n}`)
    const all = (await since(cursor, "&limit=4")).rooms[0]
    expect(all.messages.map((message: Json) => message.message)).toEqual(["0", "1", "2", "3"])
    const few = (await since(cursor, "&limit=3")).rooms[0]
    expect(few.afresh).toBe(true)
    expect(few.messages.map((message: Json) => message.message)).toEqual(["1", "2", "3"])
  })

  test("very many rooms come in pages, each once, none twice, and what happens meanwhile is not lost", async () => {
    const cursor = await now()
    const made = await Promise.all(Array.from({ length: 120 }, () => stage.room(["alice", "bob"])))
    let page = await since(cursor)
    expect(page.more).toBe(true)
    expect(page.roomIds).toEqual(expect.arrayContaining(made))
    const seen = [...page.rooms]
    const late = await stage.say(seen[0].room._id, "alice", "meanwhile")
    while (page.more) {
      page = await since(page.cursor)
      seen.push(...page.rooms)
    }
    const told = seen.map(({ room }) => room._id).filter(id => made.includes(id))
    expect(new Set(told)).toEqual(new Set(made))
    expect(told).toHaveLength(121)
    expect(ids(seen.findLast(({ room }) => room._id === late.room).messages)).toEqual([late._id])
    // The same once more, by the cursor of the end: what came after the first page began.
    expect((await since(page.cursor)).rooms.map(({ room }: Json) => room._id)).toContain(late.room)
  })

  test("who was removed is told only that the room is gone, and nothing that is said there", async () => {
    const room = await stage.room(["alice", "bob", "carol"])
    const cursor = await now()
    await stage.say(room, "alice", "still here")
    await stage.backend("POST", `/rooms/${room}/delete/members`, { members: ["bob"] }, "alice")
    await stage.say(room, "alice", "a secret")
    const changes = await since(cursor)
    expect(changes.roomIds).not.toContain(room)
    expect(JSON.stringify(changes.rooms)).not.toContain(room)
  })

  test("who comes back finds the room afresh", async () => {
    const room = await stage.room(["alice", "bob"])
    await stage.say(room, "alice", "one")
    const cursor = await now()
    await stage.backend("POST", `/rooms/${room}/delete/members`, { members: ["bob"] }, "alice")
    await stage.say(room, "alice", "two")
    await stage.backend("POST", `/rooms/${room}/members`, { invitees: ["bob"] }, "alice")
    const changes = await since(cursor)
    expect(changes.roomIds).toContain(room)
    const [change] = changes.rooms
    expect(change.afresh).toBe(true)
    expect(change.messages.map((message: Json) => message.message)).toEqual(["one", "two"])
  })

  test("who comes into a group, or leaves it, is told what its settings make of their rooms", async () => {
    const room = await stage.room(["alice", "bob"])
    const people = (members: string[]) =>
      stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members })
    await people(["alice"])
    await stage.as("alice", "POST", `/roomPrefs/${room}/group/crew`, { tags: ["ours"] })
    for (const [members, tags] of [
      [["alice", "bob"], ["ours"]],
      [["alice"], []],
    ] as const) {
      const cursor = await now()
      await people([...members])
      expect((await since(cursor)).rooms).toMatchObject([
        { room: { _id: room, pref: { tags } }, messages: [] },
      ])
    }
  })

  test("who becomes an admin finds what was hidden before", async () => {
    const room = await stage.room(["alice", "bob"], { owner: "alice" })
    const hidden = await stage.say(room, "alice", "hidden")
    await stage.as("alice", "POST", `/messages/${hidden._id}/hidden`)
    const cursor = await now()
    await stage.as("alice", "PUT", `/rooms/${room}/member/bob`, { property: "role", value: "admin" })
    const [change] = (await since(cursor)).rooms
    expect(change).toMatchObject({ afresh: true, messages: [{ _id: hidden._id, isHidden: true }, {}] })
  })

  test("a cursor that is none of ours is refused", async () => {
    const others = [
      "x",
      "W10",
      "%00",
      Buffer.from('["a"]').toString("base64url"),
      Buffer.from('["a",1,2]').toString("base64url"),
      Buffer.from('["a\\u0000",1]').toString("base64url"),
      Buffer.from('["a",1,2,3,"\\u0000"]').toString("base64url"),
    ]
    for (const cursor of others)
      expect([cursor, await stage.refused("bob", "GET", `/me/changes?since=${cursor}`)]).toEqual([
        cursor,
        "400 INVALID_PARAMETER",
      ])
    expect(await stage.refused("bob", "GET", "/me/changes?limit=0")).toBe("400 INVALID_PARAMETER")
    expect(await stage.refusedBackend("GET", "/me/changes")).toBe("400 MISSING_PARAMETER")
  })

  test("a cursor of a history that this server does not have says to begin anew", async () => {
    const [, stamp] = JSON.parse(Buffer.from(await now(), "base64url").toString())
    const foreign = Buffer.from(JSON.stringify(["another", stamp])).toString("base64url")
    const [epoch] = JSON.parse(Buffer.from(await now(), "base64url").toString())
    const future = Buffer.from(JSON.stringify([epoch, stamp + 1e6])).toString("base64url")
    for (const cursor of [foreign, future]) {
      expect(await since(cursor)).toMatchObject({
        reset: true,
        more: false,
        rooms: [],
        roomIds: expect.any(Array),
        prefs: expect.any(Array),
        invitations: expect.any(Array),
      })
    }
  })
})
