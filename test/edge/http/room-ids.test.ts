import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("short lists of rooms on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  test("ids come in the order of the room list, frozen rooms left out", async () => {
    const rooms: string[] = []
    for (let i = 0; i < 4; i++) {
      stage.advance(1000)
      rooms.push(await stage.room(["carol"]))
    }
    const [first = "", second = "", third = "", fourth = ""] = rooms
    stage.advance(1000)
    await stage.say(second, "carol", "newest")
    await stage.backend("PUT", `/rooms/${third}`, { status: 0 })
    const ids = (query = "") => stage.as("carol", "GET", `/rooms/ids${query}`)
    const inOrder = [second, fourth, first]
    expect(await ids()).toEqual({ totalCount: 3, data: inOrder })
    expect((await stage.as("carol", "GET", "/rooms")).data.map((r: Json) => r._id)).toEqual(inOrder)
    expect(await ids("?limit=0")).toEqual({ totalCount: 3, data: inOrder })
    expect(await ids("?skip=1&limit=1")).toEqual({ totalCount: 3, data: [fourth] })
    expect(await ids("?skip=9")).toEqual({ totalCount: 3, data: [] })
    expect(await stage.refused("carol", "GET", "/rooms/ids?skip=-1")).toBe("400 INVALID_PARAMETER")
    expect(await stage.refused("carol", "GET", "/rooms/ids?limit=many")).toBe("400 INVALID_PARAMETER")
    expect(await stage.refusedBackend("GET", "/rooms/ids")).toBe("400 MISSING_PARAMETER")
    expect(await stage.backend("GET", "/rooms/ids", undefined, "carol")).toMatchObject({ totalCount: 3 })
  })

  test("rooms left or lost are listed with few fields, newest first, until one comes back", async () => {
    const fields = { name: "Old", cover: "c", description: "d", roomTags: ["a"] }
    const kept = await stage.room(["alice", "bob"], fields)
    const lost = await stage.room(["alice", "bob"], { owner: "alice" })
    await stage.as("bob", "POST", `/roomPrefs/${kept}`, { tags: ["mine"] })
    await stage.as("bob", "POST", `/rooms/${kept}/delete/members`, { members: ["bob"] })
    const quittedAt = new Date(stage.now()).toISOString()
    stage.advance(1000)
    await stage.as("alice", "DELETE", `/rooms/${lost}/members/bob`)
    const quitted = () => stage.as("bob", "GET", "/rooms/quitted")
    const page = await quitted()
    expect([page.totalCount, page.data.map((r: Json) => r._id)]).toEqual([2, [lost, kept]])
    expect(page.data[1]).toEqual({
      _id: kept,
      id: kept,
      ...fields,
      roomType: "group",
      encrypted: false,
      createdTimeMS: expect.any(Number),
      pref: { tags: ["mine"], quittedAt },
    })
    await stage.as("bob", "POST", `/rooms/${kept}/join`)
    expect((await quitted()).data.map((r: Json) => r._id)).toEqual([lost])
    expect(await stage.as("bob", "GET", `/rooms/${kept}`)).toMatchObject({ pref: { tags: ["mine"] } })
    await stage.as("alice", "DELETE", `/rooms/${lost}`)
    expect(await quitted()).toEqual({ totalCount: 0, data: [] })
    expect(await stage.refusedBackend("GET", "/rooms/quitted")).toBe("400 MISSING_PARAMETER")
  })

  test("coming back through a group ends the entry, too", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "team", nickname: "Team", members: ["bob"] })
    const room = await stage.room(["alice", "bob"])
    await stage.as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    expect((await stage.as("bob", "GET", "/rooms/quitted")).data[0]._id).toBe(room)
    await stage.as("alice", "POST", `/rooms/${room}/members/team`)
    expect(await stage.as("bob", "GET", "/rooms/quitted")).toEqual({ totalCount: 0, data: [] })
  })

  test("whether an id is taken is said to everybody, of a direct room to its two sides only", async () => {
    const exists = async (who: "alice" | "carol", id: string) =>
      (await stage.as(who, "GET", `/rooms/${encodeURIComponent(id)}/exists`)).exists
    const group = await stage.room(["alice"])
    const direct = (await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] }))
      ._id
    expect([await exists("alice", group), await exists("carol", group)]).toEqual([true, true])
    expect([await exists("alice", direct), await exists("carol", direct)]).toEqual([true, false])
    for (const id of ["nowhere", "ids", "ü %/?"]) expect(await exists("carol", id)).toBe(false)
    expect(await stage.refusedBackend("GET", `/rooms/${group}/exists`)).toBe("400 MISSING_PARAMETER")
    expect(await stage.backend("GET", `/rooms/${direct}/exists`, undefined, "bob")).toEqual({ exists: true })
  })
})
