import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { closeDays } from "../../../../src/chat/daily-stats.ts"
import { engines } from "../../../support/parley.ts"
import { type Desk, openDesk } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const hour = 3_600_000
const day = 24 * hour

describe.each(engines)("statistics by day on %s", engine => {
  let desk: Desk
  let room: string
  beforeAll(async () => {
    desk = await openDesk(engine)
    // Noon, so that what is said now is said today.
    desk.advance(day + 12 * hour - (desk.now() % day))
    await desk.browser.signIn()
    room = await desk.room(["alice", "bob"])
  })
  afterAll(() => desk.close())

  const days = (count: number): Promise<Json[]> => desk.ask("GET", `/statistics?days=${count}`)
  const today = async () => (await days(1))[0]
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const kept = async () =>
    (await desk.parley.ctx.db.all<{ day: string }>("SELECT day FROM daily_stats ORDER BY day")).map(
      row => row.day,
    )
  const settle = (id: string, outcome: string, at: number, kind = "push") =>
    desk.parley.ctx.db.write(async tx =>
      tx.run(
        `INSERT INTO settlements (id, kind, room_id, message_id, client_id, device_type, device_id, outcome, attempts,
           created_at, settled_at) VALUES (?, ?, '', '', '', '', '', ?, 1, ?, ?)`,
        [id, kind, outcome, at, at],
      ),
    )

  test("today is told as far as it has come", async () => {
    // Whoever is new today is the server's robot, which made the room.
    expect(await today()).toEqual({
      ...{ day: dateOf(desk.now()), messages: 0, activeClients: 0, newClients: 1, newRooms: 1 },
      pushes: { sent: 0, failed: 0, suppressed: 0 },
    })
    await desk.say(room, "alice", "one")
    desk.advance(2 * hour)
    await desk.say(room, "alice", "two")
    await desk.say(room, "bob", "three")
    await desk.as("carol", "GET", "/me")
    await expect.poll(async () => (await today()).activeClients).toBe(3)
    expect(await today()).toMatchObject({ messages: 3, newRooms: 1 })
    desk.advance(hour)
    await desk.say(room, "bob", "in an hour of its own")
    expect((await today()).messages).toBe(4)
    expect((await today()).messages).toBe(4)
  })

  test("pushes are told by what became of them, those of today and no others", async () => {
    const outcomes = "sent sent refused gone expired unconfigured online withdrawn unregistered dead".split(
      " ",
    )
    for (const [i, outcome] of outcomes.entries()) await settle(`today-${i}`, outcome, desk.now())
    await settle("webhook", "sent", desk.now(), "webhook")
    await settle("yesterday", "sent", desk.now() - day)
    expect((await today()).pushes).toEqual({ sent: 2, failed: 4, suppressed: 3 })
  })

  test("a day that is over is counted once, and what comes later changes it no more", async () => {
    const over = dateOf(desk.now())
    desk.advance(day)
    await desk.browser.signIn()
    const [before, now] = await days(2)
    expect([before.day, before.messages, before.activeClients]).toEqual([over, 4, 3])
    expect(before.pushes).toEqual({ sent: 2, failed: 4, suppressed: 3 })
    expect([now.day, now.messages]).toEqual([dateOf(desk.now()), 0])
    expect(await kept()).toEqual([over])
    await desk.backend("DELETE", `/rooms/${room}/messages/_all`)
    await desk.parley.ctx.db.write(async tx => tx.run("DELETE FROM settlements"))
    expect((await days(2))[0]).toEqual(before)
  })

  test("many days come with the oldest first, also those in which nothing happened", async () => {
    const all = await days(30)
    expect(all.map(stats => stats.day)).toEqual(
      Array.from({ length: 30 }, (_, i) => dateOf(desk.now() - (29 - i) * day)),
    )
    expect(all.reduce((sum, stats) => sum + stats.messages, 0)).toBe(4)
    for (const count of ["0", "367", "x"])
      expect(await desk.refused("GET", `/statistics?days=${count}`)).toBe("400 INVALID_PARAMETER")
    expect(await desk.ask("GET", "/statistics")).toHaveLength(30)
  })

  test("a day is not kept before all of it is surely there", async () => {
    desk.advance(day - (desk.now() % day) + 1000)
    const yesterday = dateOf(desk.now() - day)
    await desk.browser.signIn()
    await days(2)
    expect(await kept()).not.toContain(yesterday)
    desk.advance(60_000)
    await days(2)
    expect(await kept()).toContain(yesterday)
  })

  test("days are counted unasked, and who signed in on them is forgotten in the end", async () => {
    const { ctx } = desk.parley
    desk.advance(day)
    await closeDays(ctx)
    expect((await kept()).at(-1)).toBe(dateOf(desk.now() - day))
    desk.advance(8 * day)
    await closeDays(ctx)
    expect(await ctx.db.all("SELECT day FROM active_clients")).toEqual([])
  })
})
