import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Bob has 1 unread in a work room, 2 in a garden room, 4 in a room of both, 8 in one without tags. */
describe.each(engines)("the badge on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    for (const [roomTags, messages] of [
      [["work"], 1],
      [["garden"], 2],
      [["work", "garden", "x"], 4],
      [[], 8],
    ] as const) {
      const room = await stage.room(["alice", "bob"], { roomTags })
      for (let i = 0; i < messages; i++) await stage.say(room, "alice", String(i))
    }
  })
  afterAll(() => stage.close())

  const badge = async (query = "") => (await stage.as("bob", "GET", `/me/badge${query}`)).badge

  test("sums what is unread over all rooms", async () => {
    expect(await badge()).toBe(15)
    expect((await stage.as("alice", "GET", "/me/badge")).badge).toBe(0)
    expect((await stage.as("carol", "GET", "/me/badge")).badge).toBe(0)
  })

  test("counts only rooms that carry every tag asked for", async () => {
    expect(await badge("?roomTags=work")).toBe(5)
    expect(await badge("?roomTags=garden")).toBe(6)
    expect(await badge("?roomTags=work&roomTags=garden")).toBe(4)
    expect(await badge("?roomTags=none")).toBe(0)
    expect(await badge("?roomTags=work&roomTags=none")).toBe(0)
  })

  test("refuses a tag of no text", async () => {
    expect(await stage.refused("bob", "GET", "/me/badge?roomTags=")).toBe("400 INVALID_ROOM_TAGS")
  })

  test("is that of the user whom the API key names, in the header or the query", async () => {
    expect(await stage.backend("GET", "/me/badge", undefined, "bob")).toEqual({ badge: 15 })
    expect(await stage.backend("GET", "/me/badge?clientId=bob")).toEqual({ badge: 15 })
    expect(await stage.refusedBackend("GET", "/me/badge")).toBe("400 MISSING_PARAMETER")
  })

  test("is never another user's, whatever a user names", async () => {
    expect((await stage.as("alice", "GET", "/me/badge?clientId=bob")).badge).toBe(0)
  })

  test("counts what the server says of members, too", async () => {
    await stage.backend("POST", "/rooms", { members: ["carol"], systemMessage: true })
    expect((await stage.as("carol", "GET", "/me/badge")).badge).toBe(1)
  })
})
