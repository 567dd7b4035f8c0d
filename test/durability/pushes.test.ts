import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../support/parley.ts"
import { startFarEnds } from "./far-ends.ts"
import { PushScene, type Stored } from "./push-scene.ts"

/** The second engine goes the same way, for a shorter time. */
const sizes = { sqlite: { rounds: 20, messages: 2000 }, postgres: { rounds: 4, messages: 400 } }

describe.each(engines)("pushes and durable webhooks on %s", engine => {
  const { rounds, messages } = sizes[engine]
  let scene: PushScene

  beforeEach(async () => {
    scene = await PushScene.set(engine, await startFarEnds())
  })
  afterEach(() => scene.close())

  /** Kills the server amid messages and their pushes. @returns what it had recorded by then. */
  async function killAmid(arrivals: number): Promise<Stored> {
    const { far, parley } = scene
    let killed: Promise<void> | undefined
    const amid = far.until(() => far.countRun() >= arrivals, `push ${arrivals} of a run`)
    const kill = amid.then(() => {
      killed = parley.kill()
      return killed
    })
    await Promise.all([scene.send(messages / rounds, () => killed !== undefined), kill])
    return scene.look()
  }

  test(`${rounds} kills amid ${messages} messages lose none, and repeat only what was in flight`, async () => {
    const { far } = scene
    // A few find the provider busy, and are under way for longer.
    far.judge(({ device }) => (device !== "webhook" && far.arrivals.length % 9 === 0 ? "later" : "accept"))
    const recorded = new Map<string, number>()
    let before: Stored["messages"] = []
    for (let round = 1; round <= rounds; round++) {
      const stored = await killAmid(20 + Math.floor(Math.random() * 200))
      for (const id of stored.outcomes.keys()) if (!recorded.has(id)) recorded.set(id, round)
      before = stored.messages
      await scene.start()
    }
    await scene.send(messages - scene.acknowledged.length, () => false)
    // Some are stored although the kill came before their answer.
    await scene.everything([...before, ...scene.acknowledged])
    expect(await scene.parley.stop()).toBe(0)
    const stored = await scene.look()

    expect(scene.acknowledged.length).toBeGreaterThanOrEqual(messages)
    const kept = new Set(stored.messages.map(message => message.id))
    expect(scene.acknowledged.filter(message => !kept.has(message.id))).toEqual([])
    expect(stored.waiting).toBe(0)
    expect(new Set(stored.outcomes.values())).toEqual(new Set(["sent"]))
    expect(new Set(scene.accepted().keys())).toEqual(scene.dueOf(stored.messages))
    scene.checkIdentities()
    const repeats = [...scene.accepted().values()].filter(all => all.length > 1)
    for (const all of repeats) expect(new Set(all.map(arrival => arrival.proof)).size).toBe(all.length)
    const late = far.arrivals.filter(({ identity, run }) => {
      const round = recorded.get(identity.replaceAll("-", ""))
      return round !== undefined && run > round
    })
    expect(late).toEqual([])
    expect(new Set(far.callbacks).size).toBe(far.callbacks.length)
  }, 240_000)

  test("a server that is asked to stop amid them ends in time, and the next one sends the rest, nothing twice", async () => {
    const { far } = scene
    let silent = true
    far.judge(({ device }) => (silent && /^b0b/.test(device) ? "silence" : "accept"))
    let stopping = false
    const sending = scene.send(600, () => stopping)
    await far.until(() => far.countRun() >= 150, "push 150")
    stopping = true
    expect(await scene.parley.stop()).toBe(0)
    await sending
    const { messages } = await scene.look()
    silent = false
    await scene.start()
    await scene.everything(messages)
    await far.until(() => far.callbacks.length >= messages.length, "a callback for each message")
    expect(await scene.parley.stop()).toBe(0)

    expect(messages.length).toBe(scene.acknowledged.length)
    expect([...scene.accepted().values()].filter(all => all.length > 1)).toEqual([])
    expect(new Set(far.callbacks)).toEqual(new Set(messages.map(message => message.id)))
    expect(far.callbacks.length).toBe(messages.length)
    expect((await scene.look()).waiting).toBe(0)
    scene.checkIdentities()
  }, 60_000)

  if (engine === "sqlite") return
  test("of two servers on one database each push is sent by one", async () => {
    const second = await scene.spawn()
    try {
      await scene.send(400, () => false, [scene.parley.url, second.url])
      await scene.everything(scene.acknowledged)
    } finally {
      expect([await second.stop(), await scene.parley.stop()]).toEqual([0, 0])
    }
    expect([...scene.accepted().values()].filter(all => all.length > 1)).toEqual([])
    expect(new Set(scene.far.callbacks).size).toBe(scene.far.callbacks.length)
    expect((await scene.look()).waiting).toBe(0)
  }, 60_000)
})
