import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("groups of users on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const save = (body: Record<string, unknown>) => stage.backend("POST", "/admin/groups", body)
  const refused = (body: unknown) => stage.refusedBackend("POST", "/admin/groups", body)

  test("a group is made with its people, in their order", async () => {
    const group = await save({ _id: "g-help", nickname: "Help desk", members: ["carol", "alice", "carol"] })
    expect(group).toEqual({
      _id: "g-help",
      id: "g-help",
      clientType: "group",
      nickname: "Help desk",
      avatarUrl: "",
      members: ["carol", "alice"],
      createdAt: new Date(stage.now()).toISOString(),
      updatedAt: new Date(stage.now()).toISOString(),
    })
  })

  test("without an id it gets one, and people come later", async () => {
    const { _id, members } = await save({ nickname: "Later", _id: "" })
    expect(_id).toMatch(/^[0-9a-f]{24}$/)
    expect(members).toEqual([])
    expect(await save({ _id, members: ["bob"] })).toMatchObject({ nickname: "Later", members: ["bob"] })
  })

  test("what is given changes and the rest stays; members replaces all", async () => {
    await save({
      _id: "g-change",
      nickname: "Old",
      avatarUrl: "https://img.example/g",
      members: ["alice", "bob"],
    })
    expect(await save({ _id: "g-change", nickname: "New" })).toMatchObject({
      nickname: "New",
      avatarUrl: "https://img.example/g",
      members: ["alice", "bob"],
    })
    expect(await save({ _id: "g-change", members: ["carol"] })).toMatchObject({
      nickname: "New",
      members: ["carol"],
    })
    expect(await save({ _id: "g-change", members: [] })).toMatchObject({ members: [] })
  })

  test("groups are listed by id, page by page", async () => {
    const other = await setStage(engine)
    try {
      for (const _id of ["g-c", "g-a", "g-b"]) {
        await other.backend("POST", "/admin/groups", { _id, nickname: _id, members: ["bob", "alice"] })
      }
      const first = await other.backend("GET", "/admin/groups?limit=2")
      expect(first).toMatchObject({
        totalCount: 3,
        data: [{ _id: "g-a", members: ["bob", "alice"] }, { _id: "g-b" }],
      })
      expect(first.data).toHaveLength(2)
      expect(await other.backend("GET", "/admin/groups/?limit=500&skip=2")).toMatchObject({
        totalCount: 3,
        data: [{ _id: "g-c", clientType: "group" }],
      })
    } finally {
      await other.close()
    }
  })

  test("flawed groups are refused, each with its code", async () => {
    await save({ _id: "g-inner", nickname: "Inner" })
    for (const [body, refusal] of [
      [{ _id: "g-new" }, "400 MISSING_PARAMETER"],
      [{ _id: "g-new", nickname: "" }, "400 INVALID_PARAMETER"],
      [{ _id: "g-new", nickname: "N", members: ["nobody"] }, "400 INVALID_PARAMETER"],
      [{ _id: "g-new", nickname: "N", members: ["g-inner"] }, "400 INVALID_PARAMETER"],
      [{ _id: "g-new", nickname: "N", members: "alice" }, "400 INVALID_PARAMETER"],
      [{ _id: "a/b", nickname: "N" }, "400 INVALID_PARAMETER"],
      [{ _id: "alice", nickname: "N" }, "400 INVALID_PARAMETER"],
    ] as const) {
      expect([body, await refused(body)]).toEqual([body, refusal])
    }
    expect(await stage.refused("alice", "POST", "/admin/groups", { nickname: "N" })).toBe(
      "401 INVALID_API_KEY",
    )
    expect(await stage.refused("alice", "GET", "/admin/groups")).toBe("401 INVALID_API_KEY")
    const { data } = await stage.backend("GET", "/admin/groups?limit=100")
    expect(data.map((group: { _id: string }) => group._id)).not.toContain("g-new")
    expect(await stage.as("alice", "GET", "/me")).toMatchObject({ clientType: "user", nickname: "Alice" })
  })

  test("a group is no user: it gets no token and is not changed like one", async () => {
    await save({ _id: "g-quiet", nickname: "Quiet" })
    const upsert = (body: Record<string, unknown>) => stage.refusedBackend("POST", "/admin/clients", body)
    expect(await upsert({ _id: "g-quiet", issueAccessToken: true })).toBe("400 INVALID_PARAMETER")
    expect(await upsert({ _id: "g-quiet", nickname: "Loud" })).toBe("400 INVALID_PARAMETER")
    expect(await stage.refusedBackend("POST", "/auths/sign/v2", { id: "g-quiet" })).toBe(
      "400 INVALID_PARAMETER",
    )
    expect(await stage.refusedBackend("PUT", "/admin/clients/g-quiet/token", { token: "gq" })).toBe(
      "404 CLIENT_NOT_FOUND",
    )
    expect(await save({ _id: "g-quiet" })).toMatchObject({ nickname: "Quiet" })
  })

  test("among users a group shows itself and its people", async () => {
    await save({ _id: "g-seen", nickname: "Seen", members: ["bob"] })
    const q = encodeURIComponent('{"clientType":"group","members":"bob","nickname":"Seen"}')
    expect(await stage.backend("GET", `/admin/clients?q=${q}`)).toMatchObject({
      totalCount: 1,
      data: [{ _id: "g-seen", clientType: "group", members: [{ _id: "bob", clientType: "user" }] }],
    })
  })

  describe("in a room", () => {
    let room: string
    let sockets: Record<"alice" | "bob" | "carol", TestSocket>
    beforeEach(async () => {
      await save({ _id: "g-room", nickname: "Room crew", members: ["bob"] })
      room = (await stage.backend("POST", "/rooms", { roomType: "group", members: ["alice", "g-room"] }))._id
      const open = (who: "alice" | "bob" | "carol") => TestSocket.signedIn(stage.parley.url, stage.cast[who])
      sockets = { alice: await open("alice"), bob: await open("bob"), carol: await open("carol") }
    })
    afterEach(() => {
      for (const socket of Object.values(sockets)) socket.close()
    })

    test("who comes into the group comes into its rooms, and who goes leaves them", async () => {
      await save({ _id: "g-room", members: ["carol"] })

      const seen = await sockets.carol.next("room", shown => shown._id === room)
      expect(seen.members.find((member: { _id: string }) => member._id === "g-room")).toMatchObject({
        clientType: "group",
        members: [{ _id: "carol" }],
      })
      await sockets.bob.next("room", shown => shown._id === room && JSON.stringify(shown).includes("carol"))
      await sockets.alice.next("room", shown => shown._id === room && JSON.stringify(shown).includes("carol"))

      await stage.say(room, "alice", "Hello, crew")
      expect((await sockets.carol.next("chat message")).message).toBe("Hello, crew")
      await sockets.bob.settle()
      expect(sockets.bob.all("chat message")).toEqual([])
      expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
      expect(await stage.as("carol", "GET", `/rooms/${room}`)).toMatchObject({ _id: room })
    })

    test("who is in the room by name stays when leaving the group", async () => {
      await save({ _id: "g-room", members: ["bob", "alice"] })
      await save({ _id: "g-room", members: [] })
      expect(await stage.as("alice", "GET", `/rooms/${room}`)).toMatchObject({ _id: room })
      expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    })

    test("a new name of the group disturbs nobody", async () => {
      await sockets.alice.settle()
      const before = sockets.alice.all("room").length
      await save({ _id: "g-room", nickname: "Renamed" })
      await sockets.alice.settle()
      expect(sockets.alice.all("room")).toHaveLength(before)
    })
  })
})
