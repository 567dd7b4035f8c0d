import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { platform } from "../support/backend.ts"
import { engines, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"
import { type PushReceiver, startPushReceiver } from "../support/push-receiver.ts"

const rounds = 4
const rooms = Array.from({ length: 4 }, (_, n) => `room-${n}`)

describe.each(engines)("webhooks of a server that is killed on %s", engine => {
  let bot: PushReceiver
  beforeAll(async () => {
    bot = await startPushReceiver()
  })
  afterAll(() => bot.close())

  let place: Place
  let parley: ParleyProcess

  const say = (room: string, message: string) =>
    platform(parley.url, "POST", "/messages", { room, sender: "alice", messageType: "text", message })

  /** Lets people write until the robot has been called some times more: then the server is gone, and the last call unanswered. */
  async function writeUntilKilled(round: number, calls: number, acknowledged: Set<string>): Promise<void> {
    let killed: Promise<void> | undefined
    const last = bot.calls.length + calls
    bot.react(response => {
      if (bot.calls.length >= last) killed ??= parley.kill()
      else response.end()
    })
    const write = async (room: string) => {
      for (let i = 0; !killed; i++) {
        const text = `${round}.${room}.${i}`
        await say(room, text).then(
          () => acknowledged.add(text),
          error => {
            if (!killed) throw error
          },
        )
      }
    }
    await Promise.all(rooms.map(write))
    await killed
    bot.react(response => void response.end())
  }

  async function live(settings: Record<string, string>): Promise<Set<string>> {
    bot.calls.length = 0
    place = await makePlace(engine)
    const all = { ...place.settings, ALLOW_INSECURE_CALLBACKS: "1", ...settings }
    parley = await spawnParley(all)
    await platform(parley.url, "POST", "/admin/clients", { _id: "alice" })
    for (const _id of rooms)
      await platform(parley.url, "POST", "/rooms/", { _id, roomType: "group", webhook: bot.url })
    const acknowledged = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      await writeUntilKilled(round, 20 + round * 7, acknowledged)
      parley = await spawnParley(all)
    }
    for (const room of rooms) {
      await say(room, `last of ${room}`)
      await bot.call(body => body.data.message === `last of ${room}`)
    }
    return acknowledged
  }

  async function end(): Promise<void> {
    await parley.kill()
    place.remove()
  }

  const callsByMessage = () => Map.groupBy(bot.calls, ({ body }) => body.data.message as string)

  test("durable ones all arrive, and a repetition is known by its id and the same to the byte", async () => {
    const acknowledged = await live({ WEBHOOK_DURABLE: "1" })
    const missing = () => [...acknowledged].filter(text => !callsByMessage().has(text))
    await expect.poll(missing, { timeout: 40_000 }).toEqual([])
    const ids = [...callsByMessage().values()].map(calls => {
      expect(new Set(calls.map(({ headers, text }) => `${headers["webhook-id"]} ${text}`)).size).toBe(1)
      return calls[0]?.headers["webhook-id"]
    })
    expect(new Set(ids).size).toBe(ids.length)
    await end()
  }, 120_000)

  test("others arrive once or not at all", async () => {
    const acknowledged = await live({})
    const calls = callsByMessage()
    expect([...calls].filter(([, { length }]) => length > 1).map(([text]) => text)).toEqual([])
    // A robot takes what waits in its room by twenties, and only those may be lost.
    const lost = [...acknowledged].filter(text => !calls.has(text))
    expect(lost.length).toBeLessThanOrEqual(rounds * rooms.length * 20)
    await end()
  }, 120_000)
})
