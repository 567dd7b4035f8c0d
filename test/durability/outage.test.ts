import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { listSettlementsOf } from "../../src/store/settlements.ts"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { engines, type Parley, startParley } from "../support/parley.ts"
import { type FarEnds, startFarEnds } from "./far-ends.ts"

const minuteMs = 60_000

describe.each(engines)("pushes whose providers are down, on %s", engine => {
  let far: FarEnds
  let parley: Parley
  let room: string
  let now: number

  beforeEach(async () => {
    // Earlier than today: the library for Web Push signs nothing whose end is far beyond the present.
    now = Date.now() - 48 * 60 * minuteMs
    const clock = () => now
    far = await startFarEnds(clock)
    const { APNS_URL, APNS_KEY, APNS_KEYID, APNS_TEAMID, APNS_APPBUNDLEID, ...settings } = far.settings
    parley = await startParley(engine, settings, clock)
    const { bob } = await makeCast(parley.url)
    room = await makeDemoRoom(parley.url)
    for (const [type, token] of [
      ["fcm", "registration-token-of-bob"],
      ["web", far.webToken()],
    ])
      await asUser(parley.url, bob, "POST", "/me/subscribe", { type, token, deviceId: `${type}-of-bob` })
  })
  afterEach(async () => {
    await parley.close()
    await far.close()
  })

  const say = async (message: string) => {
    const sent = { room, sender: "alice", messageType: "text", message }
    return (await platform(parley.url, "POST", "/messages", sent))._id as string
  }
  const triesOf = (id: string) => far.arrivals.filter(({ messageId }) => messageId === id)
  const acceptedOf = (id: string) => triesOf(id).filter(({ accepted }) => accepted)
  const outcomesOf = async (id: string) =>
    (await listSettlementsOf(parley.ctx.db, id)).map(({ outcome }) => outcome)

  /** Those of which it is not yet written what a try came to. */
  const countClaimed = async () => {
    const sql = "SELECT COUNT(*) AS n FROM sendings WHERE claimed = 1"
    return (await parley.ctx.db.get<{ n: number }>(sql))?.n
  }

  test("for ten minutes go out once, when it is over", async () => {
    far.judge(() => "later")
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => say(`text ${n}`)))
    for (let minute = 0; minute <= 10; minute++) {
      // The first tries may have come before the last message was answered.
      const before = new Map(ids.map(id => [id, minute === 0 ? 0 : triesOf(id).length]))
      // Longer than any pause between two tries.
      if (minute > 0) now += 1.3 * minuteMs
      const all = () => ids.every(id => triesOf(id).length >= (before.get(id) ?? 0) + 2)
      await far.until(all, `a try of each push after ${minute} minutes`)
      await expect.poll(countClaimed).toBe(0)
    }
    far.judge(() => "accept")
    now += 1.3 * minuteMs
    await far.until(() => ids.every(id => acceptedOf(id).length === 2), "each push on each device")
    const last = await say("afterwards")
    await far.until(() => acceptedOf(last).length === 2, "the push of what was said afterwards")
    expect(
      ids.map(
        id =>
          acceptedOf(id)
            .map(({ device }) => device)
            .sort().length,
      ),
    ).toEqual(ids.map(() => 2))
    expect(new Set(far.arrivals.map(({ identity }) => identity)).size).toBe(2 * (ids.length + 1))
  })

  test("for longer than an hour do not go out any more", async () => {
    far.judge(() => "later")
    const early = await say("early")
    await far.until(() => triesOf(early).length >= 2, "a try on each device")
    const tried = triesOf(early).length
    now += 61 * minuteMs
    far.judge(() => "accept")
    const fresh = await say("fresh")
    await far.until(() => acceptedOf(fresh).length === 2, "the fresh push on each device")
    await expect.poll(() => outcomesOf(early), { timeout: 10_000 }).toEqual(["expired", "expired"])
    expect(triesOf(early).length).toBe(tried)
  })
})
