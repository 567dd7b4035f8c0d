import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("deleting for oneself on %s", engine => {
  let stage: Stage
  let room: string
  let ids: string[]

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  /** Five messages of alice's a second apart, m1 to m5. */
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"])
    ids = []
    for (const text of ["m1", "m2", "m3", "m4", "m5"]) {
      stage.advance(1000)
      ids.push((await stage.say(room, "alice", text))._id)
    }
  })

  const named = (...numbers: number[]) => numbers.map(number => ids[number - 1] as string)
  const remove = (...numbers: number[]): Promise<Json> =>
    stage.as("bob", "POST", "/messages/user-delete", { room, messages: named(...numbers) })
  const clear = (): Promise<Json> => stage.as("bob", "POST", "/messages/user-delete/all-in-room", { room })
  const page = (query = "", person: "alice" | "bob" = "bob"): Promise<Json> =>
    stage.as(person, "GET", `/rooms/${room}/messages/v3${query}`)
  const texts = async (query = "", person: "alice" | "bob" = "bob") =>
    (await page(query, person)).data.map((m: Json) => m.message)
  const roomOf = (person: "alice" | "bob"): Promise<Json> => stage.as(person, "GET", `/rooms/${room}`)
  const listed = async () => {
    const { totalCount, data } = await stage.as("bob", "GET", `/messages/user-delete?room=${room}`)
    expect(totalCount).toBe(data.length)
    return data.map((entry: Json) => entry.message)
  }

  test("single messages go from the own view only", async () => {
    expect(await remove(2, 5)).toEqual({
      n: 2,
      nModified: 2,
      ok: 1,
      room,
      totalCount: 2,
      messages: named(5, 2),
    })
    expect(await page()).toMatchObject({ totalCount: 3, userDeletedIDs: named(5, 2) })
    expect(await texts()).toEqual(["m4", "m3", "m1"])
    expect(await texts("", "alice")).toEqual(["m5", "m4", "m3", "m2", "m1"])
    expect(await roomOf("bob")).toMatchObject({ unread: 3, lastMessage: { message: "m4" } })
    expect(await roomOf("alice")).toMatchObject({ lastMessage: { message: "m5" } })
    expect((await stage.as("bob", "GET", "/rooms")).data[0].lastMessage.message).toBe("m4")
    expect((await stage.as("bob", "GET", "/me/badge")).badge).toBe(3)
    const { data, totalCount } = await stage.as("bob", "GET", `/rooms/${room}/messages`)
    expect([totalCount, data.length]).toEqual([3, 3])
  })

  test("what one cannot see is skipped: deleted ones, unknown ones, those of other rooms", async () => {
    const elsewhere = (await stage.say(await stage.room(["bob"]), "bob", "x"))._id
    await remove(1)
    const messages = [...named(1, 2), elsewhere, "0".repeat(24), "nonsense"]
    expect(await stage.as("bob", "POST", "/messages/user-delete", { room, messages })).toMatchObject({
      n: 1,
      messages: named(2),
    })
    expect(await remove(2)).toMatchObject({ n: 0, nModified: 0, ok: 1, messages: [] })
  })

  test("all that is there goes at once; what comes later shows", async () => {
    await remove(3)
    expect(await clear()).toEqual({
      n: 4,
      nModified: 4,
      ok: 1,
      room,
      totalCount: 4,
      messages: named(5, 4, 2, 1),
    })
    expect(await page()).toMatchObject({ totalCount: 0, data: [] })
    expect(await roomOf("bob")).toMatchObject({ unread: 0, isMentioned: false })
    expect(await roomOf("bob")).not.toHaveProperty("lastMessage")
    expect((await roomOf("alice")).lastMessage.message).toBe("m5")
    expect(await clear()).toMatchObject({ n: 0, messages: [] })
    await stage.say(room, "alice", "later")
    expect(await page()).toMatchObject({ totalCount: 1, data: [{ message: "later" }] })
    expect((await roomOf("bob")).unread).toBe(1)
    expect((await page("", "alice")).totalCount).toBe(6)
  })

  test("messages of the same instant as the last that went still show", async () => {
    await clear()
    await stage.say(room, "alice", "the same millisecond")
    expect(await texts()).toEqual(["the same millisecond"])
  })

  test("the list names what was deleted, latest deletion first", async () => {
    expect(await listed()).toEqual([])
    await remove(4)
    stage.advance(1000)
    await remove(1, 2)
    expect(await listed()).toEqual(named(2, 1, 4))
    const { data } = await stage.as("bob", "GET", `/messages/user-delete?room=${room}`)
    const at = new Date(stage.now()).toISOString()
    expect(data[0]).toEqual({ message: ids[1], createdAt: at, updatedAt: at })
    await clear()
    const later = (await stage.say(room, "alice", "later"))._id
    await stage.as("bob", "POST", "/messages/user-delete", { room, messages: [later] })
    expect(await listed()).toEqual([later, ...named(5, 4, 3, 2, 1)])
    await stage.backend("DELETE", `/rooms/${room}/messages/${ids[3]}`)
    expect(await listed()).toEqual([later, ...named(5, 3, 2, 1)])
    expect((await stage.as("alice", "GET", `/messages/user-delete?room=${room}`)).totalCount).toBe(0)
  })

  test("a page names the deletions in its span", async () => {
    await remove(1, 3, 5)
    const deletedIn = async (query: string) => (await page(query)).userDeletedIDs
    expect(await deletedIn("?limit=1")).toEqual(named(5))
    expect(await deletedIn("?limit=2")).toEqual(named(5, 3))
    expect(await deletedIn("?limit=3")).toEqual(named(5, 3, 1))
    expect(await deletedIn("?limit=1&sortOrder=asc")).toEqual(named(1))
    expect(await deletedIn(`?beforeMessage=${ids[3]}&limit=2`)).toEqual(named(3))
    expect(await deletedIn(`?afterMessage=${ids[1]}&sortOrder=asc&limit=2`)).toEqual(named(3))
    expect(await deletedIn(`?afterMessage=${ids[1]}&sortOrder=asc`)).toEqual(named(3, 5))
    expect((await page("", "alice")).userDeletedIDs).toEqual([])
  })

  test("catching up by time names deletions, too", async () => {
    await remove(2, 4)
    const afterFirst = stage.now() - 3500
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: ids[1], message: "m2 edited" })
    for (const order of ["asc", "desc"]) {
      const found = await page(`?afterTime=${afterFirst}&sortOrder=${order}`)
      expect(found.totalCount).toBe(2)
      expect([...found.userDeletedIDs].sort()).toEqual(named(2, 4))
    }
    await clear()
    const found = await page(`?afterTime=${afterFirst}`)
    expect(found).toMatchObject({ totalCount: 0, data: [] })
    expect([...found.userDeletedIDs].sort()).toEqual(named(2, 3, 4, 5))
  })

  test("the anchor opens its page though it was deleted, and says so", async () => {
    await remove(3)
    const back = await page(`?beforeMessage=${ids[2]}`)
    expect(back.data.map((m: Json) => m.message)).toEqual(["m3", "m2", "m1"])
    expect(back).toMatchObject({ totalCount: 4, userDeletedIDs: [] })
    expect(back.data.map((m: Json) => m.isDeleted)).toEqual([true, undefined, undefined])
    expect(await texts(`?afterMessage=${ids[2]}&sortOrder=asc`)).toEqual(["m3", "m4", "m5"])
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages?beforeMessage=${ids[2]}`)
    expect(data.map((m: Json) => m.message)).toEqual(["m2", "m1"])
    await clear()
    const cleared = await page(`?beforeMessage=${ids[4]}`)
    expect(cleared).toMatchObject({ data: [{ message: "m5", isDeleted: true }], totalCount: 0 })
    expect(cleared.userDeletedIDs).toEqual(named(4, 3, 2, 1))
  })

  test("an edit does not bring a message back", async () => {
    await remove(5)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: ids[4], message: "m5 edited" })
    expect(await texts()).not.toContain("m5 edited")
    expect((await roomOf("bob")).lastMessage.message).toBe("m4")
  })

  test("reading on after deletions counts what is left", async () => {
    await remove(2, 4)
    await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, { message: ids[2] })
    expect((await roomOf("bob")).unread).toBe(1)
    await remove(5)
    expect((await roomOf("bob")).unread).toBe(0)
  })

  test("only members delete, and the API key for a member", async () => {
    const body = { room, messages: named(1) }
    const refused = (path: string, given: unknown) => stage.refused("carol", "POST", path, given)
    expect(await refused("/messages/user-delete", body)).toBe("403 NOT_ROOM_MEMBER")
    expect(await refused("/messages/user-delete/all-in-room", { room })).toBe("403 NOT_ROOM_MEMBER")
    expect(await refused("/messages/user-delete", { ...body, room: "nowhere" })).toBe("404 ROOM_NOT_FOUND")
    expect(await refused("/messages/user-delete", { room })).toBe("400 MISSING_PARAMETER")
    expect(await refused("/messages/user-delete", { room, messages: [] })).toBe("400 MISSING_PARAMETER")
    expect(await refused("/messages/user-delete/all-in-room", {})).toBe("400 MISSING_PARAMETER")
    expect(await stage.refused("carol", "GET", "/messages/user-delete")).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("POST", "/messages/user-delete", body)).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("POST", "/messages/user-delete", body, "carol")).toBe(
      "403 NOT_ROOM_MEMBER",
    )
    expect(await stage.backend("POST", "/messages/user-delete", body, "bob")).toMatchObject({ n: 1 })
  })
})
