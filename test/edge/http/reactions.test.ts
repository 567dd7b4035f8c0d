import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("reactions on %s", engine => {
  let stage: Stage
  let room: string
  let id: string

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"])
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    id = (await stage.say(room, "alice", "hello"))._id
  })

  const react = (person: "alice" | "bob" | "carol", reaction: string) =>
    stage.as(person, "POST", `/messages/${id}/reaction`, { reaction })
  const takeBack = (person: "alice" | "bob", query = "") =>
    stage.as(person, "DELETE", `/messages/${id}/reaction${query}`)

  test("different texts of one user add up, and the same one is kept once", async () => {
    await react("bob", "👍")
    await react("bob", "👍")
    await react("alice", "👍")
    const message = await react("bob", "wow")
    expect(message).toMatchObject({
      _id: id,
      message: "hello",
      sender: { _id: "alice" },
      reactionCount: 3,
      reactions: [
        { client: "bob", reaction: "👍" },
        { client: "alice", reaction: "👍" },
        { client: "bob", reaction: "wow" },
      ],
    })
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?limit=1`)
    expect(data[0].reactions).toEqual(message.reactions)
  })

  test("one reaction is taken back by name, all of one's own without a name", async () => {
    for (const reaction of ["a", "b", "c&d"]) await react("bob", reaction)
    await react("alice", "a")
    const left = [{ client: "bob", reaction: "b" }]
    expect((await takeBack("bob", "?reaction=a")).reactions).toEqual([
      ...left,
      { client: "bob", reaction: "c&d" },
      { client: "alice", reaction: "a" },
    ])
    expect((await takeBack("bob", `?reaction=${encodeURIComponent("c&d")}`)).reactionCount).toBe(2)
    expect(await takeBack("bob")).toMatchObject({
      reactions: [{ client: "alice", reaction: "a" }],
      reactionCount: 1,
    })
  })

  test("taking back what is not there is a success that changes nothing", async () => {
    const before = await react("alice", "a")
    stage.advance(1000)
    for (const query of ["", "?reaction=a"]) {
      expect(await takeBack("bob", query)).toMatchObject({
        updatedAtMS: before.updatedAtMS,
        reactionCount: 1,
      })
    }
  })

  test("a reaction moves updatedAt and nothing else: no place, no unread, no mark of an edit", async () => {
    const before = await stage.as("bob", "GET", `/rooms/${room}`)
    stage.advance(1000)
    const message = await react("alice", "a")
    expect(message).toMatchObject({ createdAtMS: stage.now() - 1000, updatedAtMS: stage.now() })
    expect(message).not.toHaveProperty("editedAt")
    expect((await stage.as("bob", "GET", `/rooms/${room}`)).unread).toBe(before.unread)
    const since = `afterTime=${stage.now() - 500}`
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?${since}`)
    expect(data.map((m: { _id: string }) => m._id)).toEqual([id])
  })

  test("a reaction is a short text", async () => {
    const flawed: [unknown, string][] = [
      [{}, "400 MISSING_PARAMETER"],
      [{ reaction: "" }, "400 INVALID_PARAMETER"],
      [{ reaction: 5 }, "400 INVALID_PARAMETER"],
      [{ reaction: "x".repeat(65) }, "400 INVALID_PARAMETER"],
      [{ reaction: "a\0b" }, "400 INVALID_PARAMETER"],
    ]
    for (const [body, refusal] of flawed)
      expect([body, await stage.refused("bob", "POST", `/messages/${id}/reaction`, body)]).toEqual([
        body,
        refusal,
      ])
    expect((await react("bob", "👨‍👩‍👧‍👦".repeat(5))).reactionCount).toBe(1)
  })

  test("nobody fills a message with reactions", async () => {
    const path = `/messages/${id}/reaction`
    await Promise.all(Array.from({ length: 20 }, (_, i) => react("bob", `r${i}`)))
    expect(await stage.refused("bob", "POST", path, { reaction: "one more" })).toBe("400 INVALID_PARAMETER")
    expect((await react("bob", "r3")).reactionCount).toBe(20)
    expect((await react("alice", "one more")).reactionCount).toBe(21)
  })

  test("reactions of many at once are all kept", async () => {
    await Promise.all([..."abcdefgh"].flatMap(text => [react("alice", text), react("bob", text)]))
    expect((await takeBack("alice", "?reaction=none")).reactionCount).toBe(16)
  })

  test("outsiders, unknown messages and callers who name nobody are refused", async () => {
    const body = { reaction: "a" }
    for (const method of ["POST", "DELETE"]) {
      const path = `/messages/${id}/reaction`
      const unknown = `/messages/${"0".repeat(24)}/reaction`
      expect(await stage.refused("carol", method, path, body)).toBe("403 NOT_ROOM_MEMBER")
      expect(await stage.refused("bob", method, unknown, body)).toBe("404 MESSAGE_NOT_FOUND")
      expect(await stage.refusedBackend(method, path, body)).toBe("400 MISSING_PARAMETER")
    }
    const direct = await stage.room(["alice", "bob"], { roomType: "direct" })
    const secret = (await stage.say(direct, "alice", "psst"))._id
    expect(await stage.refused("carol", "POST", `/messages/${secret}/reaction`, body)).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
  })

  test("who may not speak takes back, but does not add", async () => {
    await react("bob", "a")
    await stage.backend("PUT", `/rooms/${room}`, { status: 0 })
    expect(await stage.refused("bob", "POST", `/messages/${id}/reaction`, { reaction: "b" })).toBe(
      "403 ROOM_INACTIVE",
    )
    expect((await takeBack("bob")).reactions).toEqual([])
    await stage.backend("PUT", `/rooms/${room}`, { status: 1 })
  })
})
