import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("pinned messages on %s", engine => {
  let stage: Stage
  let room: string

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"], { owner: "alice" })
  })
  afterAll(() => stage.close())

  const pin = (id: string) => stage.as("alice", "POST", `/messages/${id}/pin`)
  const unpin = (id: string) => stage.as("alice", "DELETE", `/messages/${id}/pin`)
  const pinned = (person: "alice" | "bob" = "bob", of = room) =>
    stage.as(person, "GET", `/rooms/${of}/pined-messages`)
  const pinnedIds = async () => (await pinned()).data.map((m: { _id: string }) => m._id)

  test("a room has one pinned message at most: pinning another takes its place", async () => {
    expect(await pinned()).toEqual({ totalCount: 0, data: [] })
    const first = (await stage.say(room, "bob", "first"))._id
    const second = (await stage.say(room, "bob", "second"))._id
    expect(await pin(first)).toMatchObject({ _id: first, message: "first", pinned: true, isPined: true })
    expect(await pin(second)).toMatchObject({ _id: second, pinned: true })
    expect(await pinned()).toMatchObject({ totalCount: 1, data: [{ _id: second, isPined: true }] })
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?limit=2`)
    expect(data).toMatchObject([
      { _id: second, pinned: true },
      { _id: first, pinned: false, isPined: false },
    ])
  })

  test("both spellings of the path list the same", async () => {
    expect(await stage.as("bob", "GET", `/rooms/${room}/messages/pined-messages`)).toEqual(await pinned())
  })

  test("pinning what is pinned and unpinning what is not change nothing", async () => {
    const { _id } = await stage.say(room, "bob", "again")
    const { updatedAtMS } = await pin(_id)
    stage.advance(1000)
    expect(await pin(_id)).toMatchObject({ pinned: true, updatedAtMS })
    expect(await unpin(_id)).toMatchObject({ pinned: false, isPined: false, updatedAtMS: stage.now() })
    stage.advance(1000)
    expect(await unpin(_id)).toMatchObject({ pinned: false, updatedAtMS: stage.now() - 1000 })
    expect(await pinnedIds()).toEqual([])
  })

  test("of two that are pinned at once one stays", async () => {
    const ids = await Promise.all(["a", "b", "c"].map(async text => (await stage.say(room, "bob", text))._id))
    await Promise.all(ids.map(pin))
    expect((await pinned()).totalCount).toBe(1)
  })

  test("a recalled message is unpinned and is not pinned again", async () => {
    const { _id } = await stage.say(room, "alice", "soon gone")
    await pin(_id)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id, messageType: "recall" })
    expect(await pinnedIds()).toEqual([])
    expect(await stage.refused("alice", "POST", `/messages/${_id}/pin`)).toBe("404 MESSAGE_NOT_FOUND")
  })

  test("whoever deleted the pinned message for themselves does not see it, others do", async () => {
    const { _id } = await stage.say(room, "alice", "not for bob")
    await pin(_id)
    await stage.as("bob", "POST", "/messages/user-delete", { room, messages: [_id] })
    expect(await pinned("bob")).toEqual({ totalCount: 0, data: [] })
    expect((await pinned("alice")).totalCount).toBe(1)
  })

  test("superusers pin; where there are none, and in direct rooms, everybody may", async () => {
    const { _id } = await stage.say(room, "bob", "bob's own")
    for (const method of ["POST", "DELETE"]) {
      expect(await stage.refused("bob", method, `/messages/${_id}/pin`)).toBe("403 INSUFFICIENT_PERMISSIONS")
      expect(await stage.refused("carol", method, `/messages/${_id}/pin`)).toBe(
        "403 INSUFFICIENT_PERMISSIONS",
      )
    }
    const flat = await stage.room(["alice", "bob"])
    const direct = await stage.room(["alice", "bob"], { roomType: "direct" })
    for (const free of [flat, direct]) {
      const message = await stage.say(free, "alice", "x")
      expect(await stage.as("bob", "POST", `/messages/${message._id}/pin`)).toMatchObject({ pinned: true })
    }
    expect(await stage.backend("POST", `/messages/${_id}/pin`)).toMatchObject({ pinned: true })
  })

  test("an unknown message cannot be pinned", async () => {
    const path = `/messages/${"0".repeat(24)}/pin`
    expect(await stage.refused("alice", "POST", path)).toBe("404 MESSAGE_NOT_FOUND")
    expect(await stage.refused("alice", "DELETE", path)).toBe("404 MESSAGE_NOT_FOUND")
  })
})
