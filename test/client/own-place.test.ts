import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser } from "../support/backend.ts"
import { engines } from "../support/parley.ts"
import { type Stage, setStage, until } from "./stage.ts"

describe.each(engines)("what a user does about their own place, on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterEach(() => stage.closeClients())
  afterAll(() => stage.close())

  const asBob = (method: string, path: string, body?: unknown) =>
    asUser(stage.parley.url, stage.cast.bob, method, path, body)
  const invite = (_id: string, invitationRequired: boolean) =>
    asBob("POST", "/rooms/createAndJoin", { _id, roomType: "group", invitee: "alice", invitationRequired })

  test("a room that was left is gone at once, and the server knows it", async () => {
    await invite("to-leave", false)
    const alice = await stage.enter("alice")
    await until(alice, "in the room", () => alice.rooms.has("to-leave"))
    const gone: string[] = []
    alice.on("roomGone", id => void gone.push(id))
    await alice.leave("to-leave")
    expect(gone).toEqual(["to-leave"])
    expect(alice.rooms.has("to-leave")).toBe(false)
    const members = (await asBob("GET", "/rooms/to-leave")).members
    expect(members.map(({ _id }: { _id: string }) => _id)).toEqual(["bob"])
  })

  test("an invitation that was declined is gone at once, and the server knows it", async () => {
    await invite("to-decline", true)
    await invite("to-keep", true)
    const alice = await stage.enter("alice")
    await until(alice, "invited", () => alice.invitations.length === 2)
    await alice.decline("to-decline")
    expect(alice.invitations.map(({ room }) => room._id)).toEqual(["to-keep"])
    const left = await asUser(stage.parley.url, stage.cast.alice, "GET", "/rooms/invitations")
    expect(left.totalCount).toBe(1)
  })

  test("the own profile shows what was changed of it", async () => {
    const alice = await stage.enter("alice")
    const me = await alice.updateMe({ nickname: "Alice L.", mood: "fine" })
    expect(me).toMatchObject({ _id: "alice", nickname: "Alice L.", mood: "fine" })
    expect(alice.me).toBe(me)
  })

  test("what is refused changes nothing", async () => {
    const alice = await stage.enter("alice")
    await expect(alice.leave("not-mine")).rejects.toMatchObject({ status: 404 })
    await expect(alice.updateMe({ nickname: 7 })).rejects.toMatchObject({ status: 400 })
    expect(alice.me).toMatchObject({ nickname: "Alice L." })
  })
})
