import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const text = { messageType: "text", message: "hello" }

describe.each(engines)("blocks on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  /** Nobody has blocked anybody. */
  beforeEach(async () => {
    for (const person of ["alice", "bob", "carol"] as const) {
      const { data } = await stage.as(person, "GET", "/blockStatus/my")
      for (const { blockee } of data) await stage.as(person, "DELETE", `/blockStatus/my/${blockee._id}`)
    }
  })

  const block = (who: "alice" | "bob", whom: string) => stage.as(who, "POST", `/blockStatus/my/${whom}`)
  const unblock = (who: "alice" | "bob", whom: string) => stage.as(who, "DELETE", `/blockStatus/my/${whom}`)
  const directRoom = async (a: string, b: string) =>
    (await stage.backend("POST", "/rooms", { roomType: "direct", members: [a, b] }))._id as string
  const refusedSend = (who: "alice" | "bob", room: string) =>
    stage.refused(who, "POST", `/rooms/${room}/message`, text)

  test("who blocks somebody gets the relation, which points at their direct room", async () => {
    const room = await directRoom("alice", "bob")
    const now = new Date(stage.now()).toISOString()
    expect(await block("alice", "bob")).toEqual({
      appID: expect.any(String),
      blockee: expect.objectContaining({ _id: "bob", id: "bob", clientType: "user", nickname: "Bob" }),
      blocker: "alice",
      room,
      createdAt: now,
      updatedAt: now,
    })
  })

  test("a direct room that is missing is made", async () => {
    const { room } = await block("bob", "carol")
    const { data } = await stage.as("carol", "GET", "/rooms")
    expect(data).toMatchObject([{ _id: room, roomType: "direct", wasBlockedAtMS: stage.now() }])
    expect(await directRoom("carol", "bob")).toBe(room)
  })

  test("while a block lasts neither side can send, type or edit, and both go on reading", async () => {
    const room = await directRoom("alice", "bob")
    const { _id } = await stage.as("alice", "POST", `/rooms/${room}/message`, text)
    await block("alice", "bob")
    for (const person of ["alice", "bob"] as const) {
      expect(await refusedSend(person, room)).toBe("403 CLIENT_BLOCKED")
      expect((await stage.as(person, "GET", `/rooms/${room}/messages/v3`)).data[0]._id).toBe(_id)
    }
    const edit = { _id, message: "hello again" }
    expect(await stage.refused("alice", "POST", `/rooms/${room}/message`, edit)).toBe("403 CLIENT_BLOCKED")
    await stage.say(room, "alice", "by the backend")
    expect((await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, {})).badge).toBeGreaterThan(0)
    await unblock("alice", "bob")
    await stage.as("bob", "POST", `/rooms/${room}/message`, text)
  })

  test("a block concerns the direct room alone", async () => {
    const group = await stage.room(["alice", "bob"])
    await block("alice", "bob")
    await stage.as("bob", "POST", `/rooms/${group}/message`, text)
    await stage.as("alice", "POST", `/rooms/${group}/message`, text)
  })

  test("each side may block the other, and the room speaks again when both have lifted it", async () => {
    const room = await directRoom("alice", "bob")
    await block("alice", "bob")
    stage.advance(1000)
    await block("bob", "alice")
    const seen = await stage.as("bob", "GET", `/rooms/${room}`)
    expect([seen.didBlockAtMS, seen.wasBlockedAtMS]).toEqual([stage.now(), stage.now() - 1000])
    await unblock("alice", "bob")
    expect(await refusedSend("alice", room)).toBe("403 CLIENT_BLOCKED")
    await unblock("bob", "alice")
    await stage.as("alice", "POST", `/rooms/${room}/message`, text)
  })

  test("the room says to each side who blocked whom, and to the backend nothing", async () => {
    const room = await directRoom("alice", "bob")
    await block("alice", "bob")
    const at = { iso: new Date(stage.now()).toISOString(), ms: stage.now() }
    const forAlice = await stage.as("alice", "GET", `/rooms/${room}`)
    expect(forAlice).toMatchObject({ didBlockAt: at.iso, didBlockAtMS: at.ms })
    expect(forAlice).not.toHaveProperty("wasBlockedAt")
    const [forBob] = (await stage.as("bob", "GET", "/rooms")).data.filter(
      (one: { _id: string }) => one._id === room,
    )
    expect(forBob).toMatchObject({ wasBlockedAt: at.iso, wasBlockedAtMS: at.ms })
    expect(forBob).not.toHaveProperty("didBlockAt")
    expect(await stage.backend("GET", `/rooms/${room}`)).not.toHaveProperty("wasBlockedAt")
    await unblock("alice", "bob")
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).not.toHaveProperty("wasBlockedAt")
  })

  test("one's own list holds all blocks and bans one made, newest first", async () => {
    const group = await stage.room(["alice", "bob"], { owner: "alice" })
    const first = await block("alice", "carol")
    stage.advance(1000)
    await stage.as("alice", "POST", `/blockStatus/room/${group}/bob`)
    const { data } = await stage.as("alice", "GET", "/blockStatus/my")
    expect(data).toEqual([
      {
        blockee: expect.objectContaining({ _id: "bob", clientType: "user", nickname: "Bob" }),
        blocker: "alice",
        room: { _id: group, id: group, roomType: "group", createdTimeMS: expect.any(Number) },
        createdAt: new Date(stage.now()).toISOString(),
        updatedAt: new Date(stage.now()).toISOString(),
      },
      expect.objectContaining({
        blockee: expect.objectContaining({ _id: "carol" }),
        room: expect.objectContaining({ _id: first.room, roomType: "direct" }),
      }),
    ])
    await stage.as("alice", "DELETE", `/blockStatus/room/${group}/bob`)
    expect((await stage.as("bob", "GET", "/blockStatus/my")).data).toEqual([])
    expect((await stage.backend("GET", "/blockStatus/my", undefined, "alice")).data).toHaveLength(1)
  })

  test("what was lifted is answered with the time of lifting", async () => {
    const made = await block("alice", "bob")
    stage.advance(5000)
    const lifted = await unblock("alice", "bob")
    expect(lifted).toEqual({
      ...made,
      blockee: expect.objectContaining({ _id: "bob" }),
      updatedAt: new Date(stage.now()).toISOString(),
    })
  })

  test("what cannot be blocked or lifted is refused", async () => {
    expect(await stage.refused("alice", "POST", "/blockStatus/my/alice")).toBe("400 SELF_BLOCK_FORBIDDEN")
    expect(await stage.refused("alice", "POST", "/blockStatus/my/nobody")).toBe("404 USER_NOT_FOUND")
    await block("alice", "bob")
    expect(await stage.refused("alice", "POST", "/blockStatus/my/bob")).toBe("409 USER_ALREADY_BLOCKED")
    expect(await stage.refused("bob", "DELETE", "/blockStatus/my/alice")).toBe("404 BLOCK_NOT_FOUND")
    for (const id of ["carol", "nobody"]) {
      expect([id, await stage.refused("alice", "DELETE", `/blockStatus/my/${id}`)]).toEqual([
        id,
        "404 BLOCK_NOT_FOUND",
      ])
    }
    for (const id of ["alice", "x".repeat(300), "a%2Fb", "a%01b"]) {
      expect([id, await stage.refused("alice", "DELETE", `/blockStatus/my/${id}`)]).toEqual([
        id,
        "400 INVALID_USER_ID",
      ])
    }
    for (const [method, path] of [
      ["GET", "/blockStatus/my"],
      ["POST", "/blockStatus/my/bob"],
      ["DELETE", "/blockStatus/my/bob"],
    ] as const) {
      expect(await stage.refusedBackend(method, path)).toBe("400 MISSING_PARAMETER")
    }
  })

  test("two who block at the same time do so once", async () => {
    const answers = await Promise.allSettled([block("alice", "bob"), block("alice", "bob")])
    expect(answers.map(answer => answer.status).sort()).toEqual(["fulfilled", "rejected"])
    expect((await stage.as("alice", "GET", "/blockStatus/my")).data).toHaveLength(1)
  })

  test("a guest may block a group they speak with, and its people then find the room closed", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "desk", nickname: "Desk", members: ["bob"] })
    const room = await directRoom("alice", "desk")
    await stage.as("bob", "POST", `/rooms/${room}/message`, text)
    await block("alice", "desk")
    expect(await refusedSend("bob", room)).toBe("403 CLIENT_BLOCKED")
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ wasBlockedAtMS: stage.now() })
  })
})
