import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("properties of members on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
  })
  afterAll(() => stage.close())

  type Person = Parameters<Stage["as"]>[0]
  const path = (of: string) => `/rooms/${room}/member/${of}`
  const put = (who: Person, of: string, property: string, value: unknown) =>
    stage.as(who, "PUT", path(of), { property, value })
  const refusedPut = (who: Person, of: string, body: unknown) => stage.refused(who, "PUT", path(of), body)
  const propertyOf = (answer: Json, id: string) =>
    answer.memberProperties.find((property: Json) => property.client === id)

  test("any member sets any property of anybody to any JSON value, and all members see it", async () => {
    for (const value of [12, "text", true, null, [1, { a: [] }], { row: 3 }]) {
      const answer = await put("bob", "carol", "seat", value)
      expect(propertyOf(answer, "carol")).toMatchObject({ client: "carol", seat: value })
    }
    await put("carol", "carol", "mood", "fine")
    const seen = propertyOf(await stage.as("alice", "GET", `/rooms/${room}`), "carol")
    expect(seen).toEqual({ client: "carol", badge: 0, seat: { row: 3 }, mood: "fine" })
  })

  test("a superuser makes and unmakes admins; only the first is told", async () => {
    expect(await refusedPut("bob", "bob", { property: "role", value: "admin" })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    expect(propertyOf(await put("alice", "bob", "role", "admin"), "bob").role).toBe("admin")
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ isSuperuser: true, managers: [] })
    await put("alice", "bob", "role", "admin")
    await put("bob", "carol", "role", "admin")
    expect(propertyOf(await put("carol", "bob", "role", "member"), "bob").role).toBe("member")
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ isSuperuser: false })
    const { data } = await stage.as("alice", "GET", `/rooms/${room}/messages/v3?sortOrder=asc`)
    expect(data).toMatchObject([
      { messageType: "assignAdmin", message: "Bob", member: { _id: "bob" }, sender: { _id: "alice" } },
      { messageType: "assignAdmin", message: "Carol", member: { _id: "carol" }, sender: { _id: "bob" } },
    ])
    expect(data).toHaveLength(2)
  })

  test("a room without anybody above has its first admin made by the backend", async () => {
    room = await stage.room(["alice", "bob"])
    expect(await refusedPut("alice", "alice", { property: "role", value: "admin" })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    await stage.backend("PUT", path("alice"), { property: "role", value: "admin" }, "alice")
    await put("alice", "bob", "role", "admin")
  })

  test("what the server keeps itself cannot be set", async () => {
    for (const property of ["client", "badge", "lastRead"])
      expect(await refusedPut("alice", "bob", { property, value: "x" })).toBe("400 INVALID_PARAMETER")
    for (const value of ["king", "owner", null, 1, ["admin"]])
      expect(await refusedPut("alice", "bob", { property: "role", value })).toBe("400 INVALID_ROLE")
  })

  test("property and value must be there, the member and the room too", async () => {
    expect(await refusedPut("alice", "bob", { property: "seat" })).toBe("400 MISSING_PARAMETER")
    expect(await refusedPut("alice", "bob", { value: 1 })).toBe("400 MISSING_PARAMETER")
    expect(await refusedPut("alice", "bob", undefined)).toBe("400 MISSING_PARAMETER")
    expect(await refusedPut("alice", "bob", { property: "", value: 1 })).toBe("400 INVALID_PARAMETER")
    const body = { property: "seat", value: 1 }
    expect(await refusedPut("alice", "bender", body)).toBe("404 MEMBER_NOT_FOUND")
    expect(await refusedPut("bender", "bob", body)).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("alice", "PUT", "/rooms/nowhere/member/bob", body)).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("PUT", path("bob"), body)).toBe("400 MISSING_PARAMETER")
  })

  test("in a direct room properties are set, roles are not", async () => {
    const direct = { roomType: "direct", members: ["alice", "bob"] }
    room = (await stage.backend("POST", "/rooms", direct))._id
    expect(propertyOf(await put("alice", "bob", "seat", 1), "bob")).toMatchObject({ seat: 1 })
    expect(await refusedPut("alice", "bob", { property: "role", value: "admin" })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
  })

  test("all properties of a member together have a limit, and deep ones are refused", async () => {
    await put("alice", "bob", "one", "x".repeat(1200))
    expect(await refusedPut("alice", "bob", { property: "two", value: "x".repeat(1200) })).toBe(
      "413 PAYLOAD_TOO_LARGE",
    )
    const deep = `{"property":"deep","value":${"[".repeat(50_000)}${"]".repeat(50_000)}}`
    expect(await refusedPut("alice", "bob", deep)).toBe("400 INVALID_PARAMETER")
    await put("alice", "bob", "one", 1)
  })

  test("properties and roles end with the membership", async () => {
    await put("alice", "bob", "role", "admin")
    await put("alice", "bob", "seat", 1)
    await stage.as("alice", "DELETE", `/rooms/${room}/members/bob`)
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["bob"] })
    const back = propertyOf(await stage.as("bob", "GET", `/rooms/${room}`), "bob")
    expect(back).not.toHaveProperty("role")
    expect(back).not.toHaveProperty("seat")
  })

  test("properties set at the same time are all kept", async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => put("alice", "bob", `p${i}`, i)))
    const kept = propertyOf(await stage.as("alice", "GET", `/rooms/${room}`), "bob")
    expect(kept).toMatchObject(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`p${i}`, i])))
  })
})
