import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Alice owns the room; bob and carol are plain members. */
describe.each(engines)("hidden messages on %s", engine => {
  let stage: Stage
  let room: string

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
  })

  const say = async (sender: string, text: string, more = {}): Promise<string> =>
    (await stage.say(room, sender, text, more))._id
  const hide = (id: string) => stage.as("alice", "POST", `/messages/${id}/hidden`)
  const show = (id: string) => stage.as("alice", "DELETE", `/messages/${id}/hidden`)
  const list = (person: "alice" | "bob", query = "") =>
    stage.as(person, "GET", `/rooms/${room}/messages/v3${query}`)
  const texts = async (person: "alice" | "bob") =>
    (await list(person)).data.map((m: { message: string }) => m.message)
  const roomOf = (person: "alice" | "bob") => stage.as(person, "GET", `/rooms/${room}`)

  test("superusers keep them with a flag, members find them nowhere", async () => {
    await say("carol", "kept")
    const id = await say("carol", "hidden")
    expect(await hide(id)).toMatchObject({ _id: id, message: "hidden", isHidden: true })
    expect(await list("alice")).toMatchObject({
      totalCount: 2,
      data: [{ isHidden: true }, { isHidden: false }],
    })
    expect(await list("bob")).toMatchObject({ totalCount: 1, data: [{ message: "kept" }] })
    expect((await roomOf("alice")).lastMessage).toMatchObject({ _id: id, isHidden: true })
    expect((await roomOf("bob")).lastMessage.message).toBe("kept")
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages`)
    expect(data.map((m: { message: string }) => m.message)).toEqual(["kept"])
    expect(await stage.refused("bob", "GET", `/rooms/${room}/messages/${id}`)).toBe("404 MESSAGE_NOT_FOUND")
    expect((await stage.as("bob", "GET", `/rooms/${room}/count`)).count).toBe(1)
  })

  test("they count for nobody, and count again when they are shown", async () => {
    const id = await say("carol", "@bob", { mentions: ["bob"] })
    await say("carol", "two")
    expect(await roomOf("bob")).toMatchObject({ unread: 2, isMentioned: true })
    await hide(id)
    expect(await roomOf("bob")).toMatchObject({ unread: 1, isMentioned: false })
    expect((await roomOf("alice")).unread).toBe(1)
    expect(await show(id)).toMatchObject({ isHidden: false, message: "@bob" })
    expect(await roomOf("bob")).toMatchObject({ unread: 2, isMentioned: true })
    expect(await texts("bob")).toEqual(["two", "@bob"])
  })

  test("hiding twice and showing twice change nothing more", async () => {
    const id = await say("carol", "x")
    const { updatedAtMS } = await hide(id)
    stage.advance(1000)
    expect(await hide(id)).toMatchObject({ isHidden: true, updatedAtMS })
    expect((await roomOf("bob")).unread).toBe(0)
    await show(id)
    stage.advance(1000)
    expect(await show(id)).toMatchObject({ isHidden: false, updatedAtMS: stage.now() - 1000 })
    expect((await roomOf("bob")).unread).toBe(1)
  })

  test("to members they do not exist: no reaction, no quotation", async () => {
    const id = await say("carol", "secret")
    const quoting = await stage.as("bob", "POST", `/rooms/${room}/message`, { message: "see", reply: id })
    expect(quoting.reply.message).toBe("secret")
    await hide(id)
    expect(await stage.refused("bob", "POST", `/messages/${id}/reaction`, { reaction: "a" })).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
    expect((await list("bob")).data[0]).not.toHaveProperty("reply")
    const late = await stage.as("bob", "POST", `/rooms/${room}/message`, { message: "late", reply: id })
    expect(late).not.toHaveProperty("reply")
    expect(await stage.as("alice", "POST", `/messages/${id}/reaction`, { reaction: "a" })).toMatchObject({
      reactionCount: 1,
    })
  })

  test("an edit does not bring one back", async () => {
    const id = await say("carol", "x")
    await hide(id)
    await stage.as("carol", "POST", `/rooms/${room}/message`, { _id: id, message: "y" })
    expect(await texts("bob")).toEqual([])
    expect(await texts("alice")).toEqual(["y"])
  })

  test("as the anchor of a page one is there for members, but empty", async () => {
    await say("carol", "older")
    const id = await say("carol", "secret", { extra: { secret: true }, mentions: ["bob"] })
    await hide(id)
    const { data, totalCount } = await list("bob", `?beforeMessage=${id}`)
    expect(totalCount).toBe(1)
    expect(data.map((m: { message: string }) => m.message)).toEqual(["", "older"])
    expect(data[0]).toMatchObject({ _id: id, isHidden: true })
    expect(JSON.stringify(data[0])).not.toContain("secret")
    expect((await list("alice", `?beforeMessage=${id}`)).data[0].message).toBe("secret")
  })

  test("all messages of one sender are hidden and shown at once", async () => {
    await say("carol", "c1")
    await say("bob", "b1")
    await hide(await say("carol", "c2"))
    const body = { room, sender: "carol" }
    const act = (word: string) => stage.as("alice", "POST", `/messages/${word}-by-sender-in-room`, body)
    expect(await act("hide")).toEqual({ n: 2, nModified: 1, ok: 1 })
    expect(await texts("bob")).toEqual(["b1"])
    await say("carol", "c3")
    expect(await texts("bob")).toEqual(["c3", "b1"])
    expect(await act("unhide")).toEqual({ n: 3, nModified: 2, ok: 1 })
    expect(await texts("bob")).toEqual(["c3", "c2", "b1", "c1"])
    expect((await list("bob")).totalCount).toBe(4)
    expect(
      await stage.as("alice", "POST", "/messages/hide-by-sender-in-room", { room, sender: "nobody" }),
    ).toEqual({ n: 0, nModified: 0, ok: 1 })
  })

  test("only superusers hide and show", async () => {
    const id = await say("bob", "own")
    const body = { room, sender: "bob" }
    const paths: [string, string, unknown?][] = [
      ["POST", `/messages/${id}/hidden`],
      ["DELETE", `/messages/${id}/hidden`],
      ["POST", "/messages/hide-by-sender-in-room", body],
      ["POST", "/messages/unhide-by-sender-in-room", body],
    ]
    for (const [method, path, given] of paths) {
      expect(await stage.refused("bob", method, path, given)).toBe("403 INSUFFICIENT_PERMISSIONS")
      expect(await stage.refused("bender", method, path, given)).toBe("403 INSUFFICIENT_PERMISSIONS")
      expect(await stage.refusedBackend(method, path, given)).toBe("400 MISSING_PARAMETER")
      await stage.backend(method, path, given, "carol")
    }
  })
})
