import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../../support/parley.ts"
import { type Desk, deedsOf, openDesk } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("reports of users on %s", engine => {
  let desk: Desk
  let room: string
  beforeAll(async () => {
    desk = await openDesk(engine)
    room = await desk.room(["alice", "bob"], { name: "Garden club" })
  })
  afterAll(() => desk.close())

  const open = async () => desk.ask("GET", "/reports?state=open")
  const message = async (sender = "bob", text = "rude words") => (await desk.say(room, sender, text))._id

  test("about a message come to the operators with all they need", async () => {
    const id = await message()
    const given = { message: id, reason: "abuse", text: "<i>Not nice</i>" }
    const { _id } = await desk.as("alice", "POST", "/reports", given)
    expect(await open()).toEqual({
      totalCount: 1,
      data: [
        {
          ...{
            _id,
            reason: "abuse",
            text: "<i>Not nice</i>",
            state: "open",
            note: "",
            createdAt: desk.now(),
          },
          reporter: expect.objectContaining({ _id: "alice", nickname: "Alice" }),
          client: expect.objectContaining({ _id: "bob", nickname: "Bob" }),
          room: { _id: room, name: "Garden club" },
          ...{ messageId: id, excerpt: "rude words" },
          message: expect.objectContaining({ _id: id, message: "rude words" }),
        },
      ],
    })
    await desk.ask("DELETE", `/messages/${id}`)
    const { data } = await open()
    expect([data[0].message, data[0].excerpt]).toEqual([undefined, "rude words"])
  })

  test("about somebody whom one meets in a room", async () => {
    const { _id } = await desk.as("alice", "POST", "/reports", { client: "bob", reason: "spam" })
    const { data } = await open()
    const { client, messageId, room: where } = data.find((report: Json) => report._id === _id)
    expect([client._id, messageId, where]).toEqual(["bob", undefined, undefined])
  })

  test("made twice are one, until it is closed", async () => {
    const id = await message()
    const send = async (reason: string) =>
      (await desk.as("alice", "POST", "/reports", { message: id, reason }))._id
    const [first, second] = await Promise.all([send("spam"), send("other")])
    expect(second).toBe(first)
    await desk.ask("PUT", `/reports/${first}`, { state: "closed" })
    const third = await send("spam")
    expect(third).not.toBe(first)
    expect(await desk.refused("PUT", `/reports/${first}`, { state: "open" })).toBe("400 INVALID_PARAMETER")
    await desk.ask("PUT", `/reports/${third}`, { state: "closed" })
    await desk.ask("PUT", `/reports/${first}`, { state: "open" })
  })

  test("are closed with a note, by whom is told, and opened again", async () => {
    desk.advance(1)
    const { _id } = await desk.as("alice", "POST", "/reports", { message: await message(), reason: "spam" })
    desk.advance(1000)
    expect(await desk.ask("PUT", `/reports/${_id}`, { state: "closed", note: "warned Bob" })).toMatchObject({
      ...{ _id, state: "closed", note: "warned Bob", closedBy: "operator", closedAt: desk.now() },
    })
    const closed = await desk.ask("GET", "/reports?state=closed&limit=1")
    expect(closed.data).toMatchObject([{ _id }])
    const again = await desk.ask("PUT", `/reports/${_id}`, { state: "open" })
    expect([again.state, again.note, again.closedBy]).toEqual(["open", "warned Bob", undefined])
    expect(await deedsOf(desk, 1)).toEqual([`report.settle ${_id}`])
    expect(await desk.refused("PUT", "/reports/nothing", { state: "closed" })).toBe("404 REPORT_NOT_FOUND")
    expect(await desk.refused("PUT", `/reports/${_id}`, { state: "lost" })).toBe("400 INVALID_PARAMETER")
    const all = await desk.ask("GET", "/reports")
    const both = (await open()).totalCount + (await desk.ask("GET", "/reports?state=closed")).totalCount
    expect(all.totalCount).toBe(both)
  })

  test("are for what the reporter sees, and say nothing of what is not", async () => {
    const report = (who: "alice" | "carol", body: object) =>
      desk.refusedUser(who, "POST", "/reports", { reason: "spam", ...body })
    const id = await message()
    const hidden = await message()
    await desk.ask("PUT", `/messages/${hidden}/hidden`, { hidden: true })
    expect(await report("carol", { message: id })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await report("alice", { message: hidden })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await report("alice", { message: "nothing" })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await report("carol", { client: "bob" })).toBe("404 CLIENT_NOT_FOUND")
    expect(await report("alice", { client: "nobody" })).toBe("404 CLIENT_NOT_FOUND")
    expect(await report("alice", {})).toBe("400 MISSING_PARAMETER")
    expect(await report("alice", { client: "alice" })).toBe("400 INVALID_PARAMETER")
    expect(await report("alice", { message: await message("alice") })).toBe("400 INVALID_PARAMETER")
    expect(await report("alice", { message: await message(), client: "carol" })).toBe("400 INVALID_PARAMETER")
    expect(await report("alice", { client: "bob", reason: "boredom" })).toBe("400 INVALID_PARAMETER")
    expect(await report("alice", { client: "bob", text: "x".repeat(1001) })).toBe("400 INVALID_PARAMETER")
  })

  test("are no flood", async () => {
    desk.advance(3_600_000)
    for (let i = 0; i < 60; i++)
      await desk.as("alice", "POST", "/reports", { message: await message("bob", `${i}`), reason: "spam" })
    const more = { message: await message(), reason: "spam" }
    expect(await desk.refusedUser("alice", "POST", "/reports", more)).toBe("429 RATE_LIMIT_EXCEEDED")
    desk.advance(3_600_001)
    await desk.as("alice", "POST", "/reports", more)
  })
})
