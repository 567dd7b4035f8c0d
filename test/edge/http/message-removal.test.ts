import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { call } from "../../support/backend.ts"
import { apiKey, engines } from "../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

/** Alice owns the room, bob is a member. */
describe.each(engines)("deleting for everybody on %s", engine => {
  let stage: Stage
  let room: string

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"], { owner: "alice" })
  })

  const say = async (text: string, more = {}): Promise<string> =>
    (await stage.say(room, "alice", text, more))._id
  const remove = (id: string): Promise<Json> => stage.as("alice", "DELETE", `/rooms/${room}/messages/${id}`)
  const page = (person: "alice" | "bob" = "bob"): Promise<Json> =>
    stage.as(person, "GET", `/rooms/${room}/messages/v3`)
  const texts = async (person: "alice" | "bob" = "bob") =>
    (await page(person)).data.map((m: Json) => m.message)
  const roomOf = (person: "alice" | "bob"): Promise<Json> => stage.as(person, "GET", `/rooms/${room}`)

  test("the message is gone, and the answer says who deleted what and when", async () => {
    await say("stays")
    const id = await say("goes")
    const headers = { "IM-API-KEY": apiKey, "IM-CLIENT-ID": "bob" }
    const path = `/rooms/${room}/messages/${id}`
    const { status, body } = await call(stage.parley.url, "DELETE", path, { headers })
    expect(status).toBe(200)
    expect(body).toEqual({
      RC: 0,
      RM: "Message deleted successfully",
      result: {
        deletedCount: 1,
        roomID: room,
        messageID: id,
        deletedBy: "bob",
        deletedAt: new Date(stage.now()).toISOString(),
      },
    })
    expect(await texts()).toEqual(["stays"])
    expect(await page()).toMatchObject({ totalCount: 1, userDeletedIDs: [] })
    expect(refusalOf(await call(stage.parley.url, "DELETE", path, { headers }))).toBe("404 MESSAGE_NOT_FOUND")
    expect((await stage.backend("DELETE", `/rooms/${room}/messages/${await say("x")}`)).deletedBy).toBe(null)
  })

  test("lastMessage, unread, the badge and mentions are those of what is left", async () => {
    const badge = async () => (await stage.as("bob", "GET", "/me/badge")).badge
    const before = await badge()
    await say("one")
    const id = await say("@bob", { mentions: ["bob"] })
    expect(await roomOf("bob")).toMatchObject({ unread: 2, isMentioned: true })
    await remove(id)
    expect(await roomOf("bob")).toMatchObject({
      unread: 1,
      isMentioned: false,
      lastMessage: { message: "one" },
    })
    expect(await badge()).toBe(before + 1)
    await say("two")
    expect((await roomOf("bob")).unread).toBe(2)
  })

  test("a message that was hidden and deleted for oneself before counts once", async () => {
    const id = await say("x")
    await say("y")
    for (const person of ["alice", "bob"] as const)
      await stage.as(person, "POST", "/messages/user-delete", { room, messages: [id] })
    await stage.as("alice", "POST", `/messages/${id}/hidden`)
    expect((await roomOf("bob")).unread).toBe(1)
    await remove(id)
    expect(await roomOf("bob")).toMatchObject({ unread: 1 })
    expect((await page("bob")).totalCount).toBe(1)
    expect((await page("alice")).totalCount).toBe(1)
    expect(await stage.refused("alice", "DELETE", `/messages/${id}/hidden`)).toBe("404 MESSAGE_NOT_FOUND")
  })

  test("a quotation of it goes, what quoted it stays and can be edited", async () => {
    const id = await say("quoted")
    const path = `/rooms/${room}/message`
    const quoting = await stage.as("bob", "POST", path, { message: "re", reply: id })
    await remove(id)
    expect((await page()).data[0]).not.toHaveProperty("reply")
    expect(await stage.as("bob", "POST", path, { _id: quoting._id, message: "re, edited" })).toMatchObject({
      message: "re, edited",
    })
  })

  test("all messages go at once, however many, and what comes later is counted anew", async () => {
    const text = { sender: "alice", messageType: "text", message: "$n$" }
    for (let batch = 0; batch < 5; batch++) {
      const paras = Array.from({ length: 1000 }, (_, i) => ({ room, $n$: String(i) }))
      await stage.backend("POST", "/messages/batch", { ...text, paras })
    }
    const hidden = await say("hidden")
    await stage.as("alice", "POST", `/messages/${hidden}/hidden`)
    await stage.as("bob", "POST", "/messages/user-delete", { room, messages: [await say("deleted")] })
    expect((await roomOf("bob")).unread).toBe(5000)
    const path = `/rooms/${room}/messages/_all`
    const headers = { "IM-API-KEY": apiKey }
    const { body } = await call(stage.parley.url, "DELETE", path, { headers })
    expect(body).toMatchObject({
      RM: "All messages deleted successfully",
      result: { deletedCount: 5002, roomID: room, messageID: "_all", deletedBy: null },
    })
    expect(await page("alice")).toEqual({ totalCount: 0, data: [], userDeletedIDs: [] })
    expect(await roomOf("bob")).toMatchObject({ unread: 0 })
    expect(await roomOf("bob")).not.toHaveProperty("lastMessage")
    expect(await stage.as("bob", "GET", `/messages/user-delete?room=${room}`)).toEqual({
      totalCount: 0,
      data: [],
    })
    const id = await say("new")
    expect(await page()).toMatchObject({ totalCount: 1, data: [{ _id: id }] })
    expect(await roomOf("bob")).toMatchObject({ unread: 1, lastMessage: { _id: id } })
    expect(await remove("_all")).toMatchObject({ deletedCount: 1, deletedBy: "alice" })
    expect(await remove("_all")).toMatchObject({ deletedCount: 0 })
  })

  test("while a room is emptied, unread never exceeds what is left to be seen", async () => {
    const paras = Array.from({ length: 1000 }, () => ({ room }))
    for (let batch = 0; batch < 5; batch++)
      await stage.backend("POST", "/messages/batch", {
        sender: "alice",
        messageType: "text",
        message: "x",
        paras,
      })
    let emptied = false
    const emptying = remove("_all").finally(() => {
      emptied = true
    })
    const seen: [number, number][] = []
    while (!emptied) {
      const before = (await page()).totalCount
      const { unread } = await roomOf("bob")
      const after = (await page()).totalCount
      seen.push([before, after])
      expect(unread).toBeLessThanOrEqual(before)
      expect(unread).toBeGreaterThanOrEqual(after)
    }
    await emptying
    expect(seen.length).toBeGreaterThan(0)
    expect((await roomOf("bob")).unread).toBe(0)
  })

  test("only superusers delete; the refusal has this page's own code", async () => {
    const id = await say("x")
    for (const which of [id, "_all"]) {
      const path = `/rooms/${room}/messages/${which}`
      expect(await stage.refused("bob", "DELETE", path)).toBe("403 INSUFFICIENT_PERMISSION")
      expect(await stage.refused("carol", "DELETE", path)).toBe("403 INSUFFICIENT_PERMISSION")
      expect(await stage.refused("alice", "DELETE", `/rooms/nowhere/messages/${which}`)).toBe(
        "404 ROOM_NOT_FOUND",
      )
    }
    const elsewhere = (await stage.say(await stage.room(["bob"]), "bob", "x"))._id
    expect(await stage.refused("alice", "DELETE", `/rooms/${room}/messages/${elsewhere}`)).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
    const direct = await stage.room(["alice", "bob"], { roomType: "direct" })
    const path = `/rooms/${direct}/messages/_all`
    expect(await stage.refused("alice", "DELETE", path)).toBe("403 INSUFFICIENT_PERMISSION")
    expect(await stage.refused("carol", "DELETE", path)).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.backend("DELETE", path)).toMatchObject({ deletedCount: 0 })
  })
})
