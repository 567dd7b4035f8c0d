import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("read markers on %s", engine => {
  let stage: Stage
  let room: string
  let ids: string[]

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"])
    ids = []
    for (const text of ["1", "2", "3"]) ids.push((await stage.say(room, "alice", text))._id)
  })
  afterAll(() => stage.close())

  const mark = (message?: unknown, path = room) =>
    stage.as("bob", "PUT", `/rooms/${path}/lastRead`, message === undefined ? {} : { message })
  const refusedMark = (body: unknown, path = room) =>
    stage.refused("bob", "PUT", `/rooms/${path}/lastRead`, body)

  test("a report answers whose, up to where, and what is left in this room", async () => {
    const other = await stage.room(["alice", "bob"])
    await stage.say(other, "alice", "elsewhere")
    expect(await mark(ids[1])).toEqual({ client: "bob", lastRead: ids[1], badge: 1 })
    expect(await mark(ids[2])).toEqual({ client: "bob", lastRead: ids[2], badge: 0 })
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({
      unread: 0,
      memberProperties: [{ client: "alice" }, { client: "bob", badge: 0, lastRead: ids[2] }],
    })
  })

  test("a marker never goes back", async () => {
    await mark(ids[2])
    expect(await mark(ids[0])).toEqual({ client: "bob", lastRead: ids[2], badge: 0 })
  })

  test("reports that arrive out of order leave the furthest", async () => {
    await Promise.all([mark(ids[2]), mark(ids[0]), mark(ids[1])])
    expect(await mark()).toEqual({ client: "bob", lastRead: ids[2], badge: 0 })
  })

  test("a body without a message moves nothing and is no error", async () => {
    expect(await mark()).toEqual({ client: "bob", badge: 3 })
    expect(await stage.as("bob", "PUT", `/rooms/${room}/lastRead`)).toEqual({ client: "bob", badge: 3 })
    expect(await mark(null)).toEqual({ client: "bob", badge: 3 })
    await mark(ids[0])
    expect(await mark()).toEqual({ client: "bob", lastRead: ids[0], badge: 2 })
  })

  test("what one says oneself is read by oneself", async () => {
    const { _id } = await stage.say(room, "bob", "answer")
    expect(await mark()).toEqual({ client: "bob", lastRead: _id, badge: 0 })
    expect(await stage.as("alice", "GET", `/rooms/${room}`)).toMatchObject({ unread: 1 })
  })

  test("a message of another room, or of none, cannot be marked", async () => {
    const other = await stage.room(["alice", "bob"])
    const { _id } = await stage.say(other, "alice", "x")
    expect(await refusedMark({ message: _id })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await refusedMark({ message: "nothing" })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await mark()).toEqual({ client: "bob", badge: 3 })
  })

  test("outsiders are refused, unknown rooms not found, and the API key says who reads", async () => {
    const path = `/rooms/${room}/lastRead`
    expect(await stage.refused("carol", "PUT", path, {})).toBe("403 NOT_ROOM_MEMBER")
    expect(await refusedMark({}, "nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("PUT", path, { message: ids[0] })).toBe("400 MISSING_PARAMETER")
    expect(await stage.backend("PUT", path, { message: ids[0] }, "bob")).toMatchObject({
      client: "bob",
      badge: 2,
    })
  })
})

describe.each(engines)("read tracking that is switched off on %s", engine => {
  test("counts nothing and moves nothing", async () => {
    const stage = await setStage(engine, { DISABLE_LAST_READ: "1" })
    try {
      const room = await stage.room(["alice", "bob"])
      const { _id } = await stage.say(room, "alice", "x")
      expect(await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, { message: _id })).toEqual({
        client: "bob",
        badge: 0,
      })
      expect(await stage.as("bob", "GET", "/me/badge")).toEqual({ badge: 0 })
      expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ unread: 0 })
    } finally {
      await stage.close()
    }
  })
})
