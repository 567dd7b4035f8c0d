import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { apiKey, engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("deleting a room on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  /** Tables that name rooms, and rows of this one. */
  async function rowsOf(room: string): Promise<Record<string, number>> {
    const { db, searchCaughtUp } = stage.parley.ctx
    await searchCaughtUp()
    const tables =
      engine === "sqlite"
        ? "SELECT DISTINCT m.name AS name FROM sqlite_master m, pragma_table_info(m.name) c WHERE c.name = 'room_id'"
        : `SELECT table_name AS name FROM information_schema.columns
           WHERE column_name = 'room_id' AND table_schema = 'public'`
    const rows: Record<string, number> = {}
    for (const { name } of await db.all<{ name: string }>(tables)) {
      const found = await db.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${name} WHERE room_id = ?`, [room])
      rows[name] = found?.n ?? 0
    }
    return rows
  }

  test("nothing of it is left, in any list or table, and other rooms are untouched", async () => {
    const room = await stage.room(["alice", "bob"], { owner: "alice", _id: "doomed" })
    const other = await stage.room(["alice", "bob"], { owner: "alice" })
    for (const id of [room, other]) {
      await stage.say(id, "alice", "hello")
      await stage.as("bob", "POST", "/messages/user-delete/all-in-room", { room: id })
      const mine = await stage.say(id, "alice", "again @bob", { mentions: ["bob"] })
      await stage.as("bob", "POST", "/messages/user-delete", { room: id, messages: [mine._id] })
      const gone = await stage.say(id, "alice", "gone")
      await stage.as("alice", "DELETE", `/rooms/${id}/messages/${gone._id}`)
      await stage.as("bob", "POST", `/roomPrefs/${id}`, { tags: ["a"] })
      await stage.backend("POST", `/roomPrefs/${id}/group/any`, { tags: ["b"] }, "alice")
      await stage.as("alice", "POST", `/rooms/${id}/members`, {
        invitees: ["carol"],
        invitationRequired: true,
      })
      await stage.as("alice", "POST", `/blockStatus/room/${id}/bender`)
    }
    const filled = await rowsOf(room)
    for (const table of [
      "members",
      "messages",
      "gaps",
      "user_deletions",
      "clearings",
      "blocks",
      "invitations",
    ])
      expect([table, filled[table]]).not.toEqual([table, 0])
    const untouched = await rowsOf(other)

    expect(await stage.as("alice", "DELETE", `/rooms/${room}`)).toEqual({ n: 1, ok: 1 })

    expect(Object.entries(await rowsOf(room)).filter(([, rows]) => rows > 0)).toEqual([])
    expect(await rowsOf(other)).toEqual(untouched)
    expect(await stage.refused("alice", "GET", `/rooms/${room}`)).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.as("carol", "GET", `/rooms/${room}/exists`)).toEqual({ exists: false })
    expect(await stage.as("alice", "GET", "/rooms/ids")).toEqual({ totalCount: 1, data: [other] })
    expect(await stage.refused("alice", "DELETE", `/rooms/${room}`)).toBe("404 ROOM_NOT_FOUND")
    await stage.room(["carol"], { _id: "doomed" })
    expect(await stage.as("carol", "GET", "/rooms/doomed/messages/v3")).toMatchObject({ totalCount: 0 })
  })

  test("superusers and the API key delete, others do not; a direct room is the API key's alone", async () => {
    const room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
    await stage.as("alice", "PUT", `/rooms/${room}`, { managers: ["bob"] })
    expect(await stage.refused("carol", "DELETE", `/rooms/${room}`)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("bender", "DELETE", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    await stage.as("bob", "DELETE", `/rooms/${room}`)
    const flat = await stage.room(["alice", "bob"])
    expect(await stage.refused("alice", "DELETE", `/rooms/${flat}`)).toBe("403 INSUFFICIENT_PERMISSIONS")
    await stage.backend("DELETE", `/rooms/${flat}`)

    const pair = { roomType: "direct", members: ["alice", "bob"] }
    const { _id } = await stage.backend("POST", "/rooms", pair)
    expect(await stage.refused("alice", "DELETE", `/rooms/${_id}`)).toBe("403 INSUFFICIENT_PERMISSIONS")
    await stage.backend("DELETE", `/rooms/${_id}`)
    expect((await stage.as("bob", "POST", "/rooms", pair))._id).toBe(_id)
  })

  test("two who delete it at the same time delete it once", async () => {
    const room = await stage.room(["alice"])
    const headers = { "IM-API-KEY": apiKey }
    const once = () => stage.raw("DELETE", `/rooms/${room}`, { headers })
    const statuses = (await Promise.all([once(), once(), once()])).map(answer => answer.status)
    expect(statuses.sort()).toEqual([200, 404, 404])
  })

  test("whatever is said and done to it at the same time ends well", async () => {
    const room = await stage.room(["alice", "bob"], { owner: "alice" })
    const headers = userHeaders(stage.cast.bob)
    const say = (i: number) =>
      stage.raw("POST", `/rooms/${room}/message`, { headers, body: { message: `${i}` } })
    const doings = Array.from({ length: 30 }, (_, i) => [
      say(i),
      stage.raw("POST", `/rooms/${room}/members/carol`, {
        headers,
        body: { invitationRequired: i % 2 === 0 },
      }),
      stage.raw("PUT", `/rooms/${room}`, { headers, body: { name: `${i}` } }),
      stage.raw("PUT", `/rooms/${room}/member/bob`, { headers, body: { property: "p", value: i } }),
      ...(i === 10 ? [stage.backend("DELETE", `/rooms/${room}`)] : []),
    ]).flat()
    const answers = await Promise.all(doings)
    const statuses = answers.flatMap(answer => ("status" in answer ? [answer.status] : []))
    expect(statuses.filter(status => status >= 500)).toEqual([])
    expect((await say(31)).status).toBe(403)
    expect(Object.entries(await rowsOf(room)).filter(([, rows]) => rows > 0)).toEqual([])
  })
})
