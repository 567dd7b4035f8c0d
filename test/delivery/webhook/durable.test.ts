import { createHmac } from "node:crypto"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import type { PushReceiver } from "../../support/push-receiver.ts"
import { type BotStage, setBotStage } from "./bot-stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any
type Call = PushReceiver["calls"][number]

const key = Buffer.from("the bytes of a shared secret")
const hour = 3_600_000

describe.each(engines)("durable webhooks on %s", engine => {
  let stage: BotStage
  beforeAll(async () => {
    const secret = `whsec_${key.toString("base64")}`
    stage = await setBotStage(engine, { WEBHOOK_DURABLE: "1", WEBHOOK_SECRET: secret })
  })
  afterAll(() => stage.close())
  afterEach(() => stage.converse(() => undefined))

  const say = (room: string, message: string) =>
    stage.as("alice", "POST", `/rooms/${room}/message`, { message })
  const triesOf = (message: string) =>
    stage.bot.calls.filter(call => (call.body.data.message ?? "").startsWith(message))
  /** Waits until a message's call was tried so often. */
  const tried = async (message: string, times: number): Promise<Call[]> => {
    await expect.poll(() => triesOf(message).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(times)
    return triesOf(message)
  }
  /** Refuses the calls of messages that begin so. */
  const refuse = (start: string, headers: Record<string, string> = {}, status = 503) =>
    stage.bot.react((response, { body }) => {
      const refused = body.data.message?.startsWith(start)
      response.writeHead(refused ? status : 200, refused ? headers : {}).end()
    })
  const sendings = () =>
    stage.parley.ctx.db.all<{ attempts: number; dueAt: number }>(
      `SELECT attempts, due_at AS "dueAt" FROM sendings WHERE kind = 'webhook' AND claimed = 0`,
    )
  /** Waits until the only sending was tried so often, and goes to when it is due. */
  const comeDue = async (attempts: number): Promise<number> => {
    await expect.poll(async () => (await sendings())[0]?.attempts, { timeout: 20_000 }).toBe(attempts)
    const pause = ((await sendings())[0]?.dueAt ?? 0) - stage.now()
    stage.advance(pause)
    return pause
  }
  const dead = async () => (await stage.backend("GET", "/admin/webhooks/dead")).data as Json[]

  test("what arrives is signed by the Standard Webhooks scheme, too, and is called once", async () => {
    const room = await stage.botRoom(["alice"])
    await say(room, "signed ✍️ 簽")
    const [call] = (await tried("signed", 1)) as [Call]
    const { headers, text } = call
    expect(headers["webhook-id"]).toMatch(/^[0-9a-f]{24}$/)
    expect(headers["webhook-timestamp"]).toBe(String(Math.floor(stage.now() / 1000)))
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    )
    expect(headers["x-imkit-signature"]).toMatch(/^sha256=[0-9a-f]{64}$/)
    await stage.toldOf(room)
    await expect.poll(sendings).toEqual([])
    expect(triesOf("signed")).toHaveLength(1)
  })

  test("what fails steps aside and is tried again by itself, under its id and byte for byte the same", async () => {
    const room = await stage.botRoom(["alice", "bender"])
    refuse("fails")
    const { _id } = await say(room, "fails")
    await tried("fails", 1)
    stage.converse(({ data }) => (data.message === "later" ? { toBotState: "MOVED" } : undefined))
    await say(room, "later")
    expect((await stage.toldOf(room)).map(({ data }) => data.message)).toEqual(["fails", "later"])
    await say(room, "edited since")
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id, message: "fails no more" })
    stage.converse(({ data }) => (data.message === "fails" ? { data: { message: "at last" } } : undefined))
    const pause = await comeDue(1)
    expect(pause).toBeGreaterThanOrEqual(4000)
    expect(pause).toBeLessThanOrEqual(5000)
    const [first, second] = (await tried("fails", 2)) as [Call, Call]
    expect(second.text).toBe(first.text)
    expect(second.body.botState).toBe("")
    expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"])
    expect(Number(second.headers["webhook-timestamp"])).toBeGreaterThan(
      Number(first.headers["webhook-timestamp"]),
    )
    const texts = async () =>
      (await stage.as("alice", "GET", `/rooms/${room}/messages/v3`)).data.map((one: Json) => one.message)
    await expect.poll(texts).toContain("at last")
    await expect.poll(sendings).toEqual([])
  })

  test("a receiver that names a time is not asked before it", async () => {
    const room = await stage.botRoom(["alice"])
    refuse("busy", { "retry-after": "120" }, 429)
    await say(room, "busy")
    expect(await comeDue(1)).toBe(120_000)
    stage.converse(() => undefined)
    await tried("busy", 2)
    await expect.poll(sendings).toEqual([])
  })

  test("after three days a call is given up, and can be seen and had tried again", async () => {
    const room = await stage.botRoom(["alice"])
    refuse("doomed")
    await say(room, "doomed")
    const begin = stage.now()
    let pause = 0
    const stateOf = async () => ((await dead()).length > 0 ? "dead" : (await sendings())[0]?.attempts)
    for (let attempts = 1; (await stateOf()) !== "dead"; attempts++) {
      const next = await comeDue(attempts)
      expect(next).toBeGreaterThan(Math.min(pause, 16 * hour - 1))
      pause = next
      await expect.poll(stateOf).toSatisfy(state => state === "dead" || state === attempts + 1)
    }
    const tries = triesOf("doomed")
    expect(tries.length).toBeGreaterThanOrEqual(8)
    expect(new Set(tries.map(({ text, headers }) => `${headers["webhook-id"]} ${text}`)).size).toBe(1)
    expect(stage.now() - begin).toBeGreaterThan(48 * hour)
    expect(stage.now() - begin).toBeLessThan(72 * hour)
    const [first] = tries as [Call]
    const shown = {
      ...{
        _id: first.headers["webhook-id"],
        room,
        attempts: tries.length,
        reason: "status 503",
        body: first.body,
      },
      ...{ createdAt: new Date(begin).toISOString(), createdAtMS: begin },
      ...{ diedAt: new Date(stage.now()).toISOString(), diedAtMS: stage.now() },
    }
    expect(await stage.backend("GET", "/admin/webhooks/dead")).toEqual({ totalCount: 1, data: [shown] })
    expect(await stage.backend("GET", "/admin/webhooks/dead?skip=1&limit=5")).toEqual({
      totalCount: 1,
      data: [],
    })

    stage.converse(() => ({ toBotState: "REPLAYED" }))
    const replay = `/admin/webhooks/dead/${shown._id}/replay`
    expect(await stage.backend("POST", replay)).toEqual(shown)
    const again = (await tried("doomed", tries.length + 1)).at(-1)
    expect([again?.headers["webhook-id"], again?.text]).toEqual([shown._id, first.text])
    await expect.poll(async () => (await stage.backend("GET", `/rooms/${room}`)).botState).toBe("REPLAYED")
    expect(await dead()).toEqual([])
    expect(await stage.refusedBackend("POST", replay)).toBe("404 WEBHOOK_NOT_FOUND")
    await expect.poll(sendings).toEqual([])
  }, 60_000)

  test("what waits goes where the room's webhook then is, and nowhere when there is none", async () => {
    const room = await stage.botRoom(["alice"])
    refuse("moved")
    await say(room, "moved on")
    await tried("moved on", 1)
    stage.converse(() => undefined)
    await stage.backend("PUT", `/rooms/${room}`, { webhook: `${stage.bot.url}&moved=1` })
    await comeDue(1)
    expect((await tried("moved on", 2)).map(({ path }) => path.includes("moved=1"))).toEqual([false, true])
    await expect.poll(sendings).toEqual([])
    refuse("moved")
    await say(room, "moved away")
    await tried("moved away", 1)
    await expect.poll(async () => (await sendings())[0]?.attempts).toBe(1)
    await stage.backend("PUT", `/rooms/${room}`, { webhook: "" })
    await comeDue(1)
    await expect.poll(sendings).toEqual([])
    expect(triesOf("moved away")).toHaveLength(1)
    expect(await dead()).toEqual([])
  })

  test("an address that may never be called is given up at once, and said to be so", async () => {
    const guarded = await setBotStage(engine, {
      ...{ WEBHOOK_DURABLE: "1", WEBHOOK: "https://10.0.0.1/hooks", ALLOW_INSECURE_CALLBACKS: "0" },
    })
    await guarded.room(["alice"], { webhook: "orders" })
    const list = async () => (await guarded.backend("GET", "/admin/webhooks/dead")).data
    await expect.poll(list).toMatchObject([{ attempts: 1, reason: "the address is not public" }])
    await guarded.close()
  })

  test("a thousand events of a room that is too slow are all told, in their order", async () => {
    const room = await stage.botRoom(["alice"])
    const flood = { sender: "alice", messageType: "text", message: "$n$" }
    for (const size of [1000, 30]) {
      const paras = Array.from({ length: size }, (_, n) => ({ room, $n$: `${size} ${n}` }))
      await stage.backend("POST", "/messages/batch", { ...flood, paras })
    }
    const places = () =>
      stage.bot.calls.flatMap(({ body }) => (body.roomID === room ? body.data.roomSeq : []))
    await expect.poll(() => places().length, { timeout: 60_000 }).toBe(1030)
    expect(places()).toEqual(places().toSorted((a, b) => a - b))
  }, 90_000)
})
