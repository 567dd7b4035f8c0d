import { createHmac } from "node:crypto"
import type { ServerResponse } from "node:http"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { listDue } from "../../../src/store/outbox.ts"
import { measureWaiting } from "../../../src/store/waiting.ts"
import { engines } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"
import { type BotStage, setBotStage } from "./bot-stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

describe.each(engines)("calls of webhooks on %s", engine => {
  let stage: BotStage
  let centre: PushReceiver
  beforeAll(async () => {
    centre = await startPushReceiver()
    stage = await setBotStage(engine, { WEBHOOK_SECRET: "a-shared-secret", PUSH_GENERIC: centre.url })
  })
  afterAll(async () => {
    await stage.close()
    await centre.close()
  })
  afterEach(() => {
    stage.converse(() => undefined)
    vi.restoreAllMocks()
  })

  const say = (room: string, message: string) => stage.say(room, "alice", message)
  const called = (message: string) => stage.bot.call(body => body.data.message === message)
  const warnings = () => vi.spyOn(stage.parley.ctx.log, "warn")
  const linesOf = (log: ReturnType<typeof warnings>, text: RegExp) =>
    log.mock.calls.filter(([, line]) => text.test(String(line))).map(([fields]) => fields as Json)

  test("a secret signs the time and the very bytes of the body", async () => {
    const room = await stage.botRoom(["alice"])
    await say(room, "Signed 簽名 ✍️")
    const { headers, text } = await called("Signed 簽名 ✍️")
    const signature = createHmac("sha256", "a-shared-secret").update(`${stage.now()}.${text}`).digest("hex")
    expect(headers["x-imkit-timestamp"]).toBe(String(stage.now()))
    expect(headers["x-imkit-signature"]).toBe(`sha256=${signature}`)
  })

  test("a robot that is switched off is not called, nor one whose webhook is taken away", async () => {
    const room = await stage.botRoom(["alice"], { botMode: true })
    const change = (changes: object) => stage.backend("PUT", `/rooms/${room}`, changes)
    await say(room, "on")
    await called("on")
    for (const changes of [{ botMode: false }, { botMode: null, webhook: "" }, { webhook: null }]) {
      await change(changes)
      await say(room, `silent ${JSON.stringify(changes)}`)
      await stage.backend("POST", `/rooms/${room}/members`, { invitees: ["bob"] }, "alice")
      await stage.backend("POST", `/rooms/${room}/delete/members`, { members: ["bob"] }, "alice")
    }
    await change({ webhook: stage.bot.url })
    expect((await stage.backend("GET", `/rooms/${room}`)).botMode).toBe(true)
    expect((await stage.toldOf(room)).map(({ data }) => data.message)).toEqual(["on"])
  })

  test("a room that never had one costs no row", async () => {
    const room = await stage.room(["alice"], { botMode: true })
    const webhooks = () => listDue(stage.parley.ctx.db, "webhooks", [], 1)
    await say(room, "unheard")
    expect(await webhooks()).toEqual([])
  })

  test("each event is called once, whatever comes of it", async () => {
    const room = await stage.botRoom(["alice"])
    const reactions: ((response: ServerResponse) => void)[] = [
      response => void response.writeHead(500).end("{}"),
      response => void response.writeHead(503, { "retry-after": "0" }).end(),
      response => void response.writeHead(307, { location: stage.bot.url }).end(),
      response => void response.destroy(),
    ]
    const log = warnings()
    for (const [i, react] of reactions.entries()) {
      stage.bot.react(react)
      await say(room, `failure ${i}`)
      await called(`failure ${i}`)
    }
    stage.converse(() => undefined)
    await say(room, "last")
    await called("last")
    expect((await stage.toldOf(room)).map(({ data }) => data.message)).toEqual([
      ...reactions.map((_, i) => `failure ${i}`),
      "last",
    ])
    const lines = linesOf(log, /was not reached/)
    expect(lines.map(({ room: it, reason }) => [it, reason])).toEqual([
      ...[
        [room, "status 500"],
        [room, "status 503"],
        [room, "status 307"],
      ],
      [room, expect.stringMatching(/\S/)],
    ])
    expect(JSON.stringify(lines)).not.toContain("in-the-address")
  })

  test("as many rooms as are called at once may hang: pushes go on, and a hundred delay no other room", async () => {
    const hanging: ServerResponse[] = []
    stage.bot.react((response, { body }) => {
      if (body.data.message === "hangs") hanging.push(response)
      else response.end()
    })
    const room = await stage.room(["alice", "bob"], { webhook: stage.bot.url })
    const slow: string[] = []
    const hang = async (rooms: number) => {
      const webhook = stage.bot.url
      slow.push(...(await Promise.all(Array.from({ length: rooms }, () => stage.room([], { webhook })))))
      await Promise.all(slow.slice(-rooms).map(id => say(id, "hangs")))
      await vi.waitFor(() => expect(hanging).toHaveLength(slow.length), 20_000)
    }
    await hang(100)
    await say(room, "quick")
    await called("quick")
    await hang(156)
    await say(room, "pushed")
    await centre.call(body => body.message === "pushed")
    for (const response of hanging) response.end()
    await called("pushed")
  }, 60_000)

  test("of a room that is too slow the oldest events are dropped, and at most a thousand wait", async () => {
    const held: ServerResponse[] = []
    stage.bot.react((response, { body }) => {
      if (body.data.message === "flood") held.push(response)
      else response.end()
    })
    const room = await stage.botRoom(["alice"])
    const log = warnings()
    const flood = { sender: "alice", messageType: "text", message: "flood" }
    for (const size of [1000, 200])
      await stage.backend("POST", "/messages/batch", { ...flood, paras: Array(size).fill({ room }) })
    expect(await listDue(stage.parley.ctx.db, "webhooks", [], 2000)).toHaveLength(1000)
    stage.converse(() => undefined)
    for (const response of held) response.end()
    const told = () =>
      stage.bot.calls.flatMap(({ body }) => (body.data.message === "flood" ? body.data.roomSeq : []))
    const dropped = linesOf(log, /oldest of its room's events/)
    await expect.poll(() => told().length + dropped.length, { timeout: 60_000 }).toBe(1200)
    expect(dropped).toEqual(Array(dropped.length).fill({ room }))
    expect(told()).toEqual(told().toSorted((a, b) => a - b))
    expect(told().slice(-1000)).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1 + told().at(-1) - 1000))
  }, 90_000)
})

describe.each(engines)("where webhooks are called on %s", engine => {
  const stages: BotStage[] = []
  const set = async (settings: Record<string, string>) => {
    const stage = await setBotStage(engine, settings)
    stages.push(stage)
    return stage
  }
  afterAll(() => Promise.all(stages.map(stage => stage.close())))

  test("a key goes behind the prefix with one slash between them, an address as it is", async () => {
    const elsewhere = await set({})
    const { origin } = new URL(elsewhere.bot.url)
    const stage = await set({ WEBHOOK: `${origin}/hooks/` })
    for (const [webhook, path] of [
      ["orders", "/hooks/orders"],
      ["/orders/new?secret=a%20b", "/hooks/orders/new?secret=a%20b"],
      [`${origin}/as/it/is?token=%7E~&x=#part`, "/as/it/is?token=%7E~&x="],
    ]) {
      const room = await stage.room(["alice"], { webhook })
      expect((await elsewhere.bot.call(body => body.roomID === room)).path).toBe(path)
    }
  })

  test("a key without a prefix is not called, and the log says so once for each room", async () => {
    const stage = await set({})
    const log = vi.spyOn(stage.parley.ctx.log, "warn")
    const lines = () => log.mock.calls.filter(([, text]) => /WEBHOOK is not set/.test(String(text)))
    const room = await stage.room(["alice"], { webhook: "orders" })
    await stage.say(room, "alice", "one")
    await stage.say(room, "alice", "two")
    await expect.poll(async () => (await measureWaiting(stage.parley.ctx.db, "outbox")).depth).toBe(0)
    await stage.backend("PUT", `/rooms/${room}`, { webhook: stage.bot.url })
    expect(await stage.toldOf(room)).toEqual([])
    expect(lines()).toEqual([[{ room }, expect.any(String)]])
  })

  test("private addresses are not called unless the operator allows them, whoever set them", async () => {
    const stage = await set({ WEBHOOK: "https://127.0.0.1:1/hooks", ALLOW_INSECURE_CALLBACKS: "0" })
    const log = vi.spyOn(stage.parley.ctx.log, "warn")
    const reasons = () => log.mock.calls.map(([fields]) => (fields as Json).reason)
    const room = await stage.room(["alice"], { webhook: "orders" })
    await stage.say(room, "alice", "one")
    await expect.poll(reasons).toEqual(Array(2).fill("the address is not public"))
    await stage.backend("PUT", `/rooms/${room}`, { webhook: "http://bot.example/" })
    await stage.say(room, "alice", "two")
    await expect.poll(() => reasons().at(-1)).toBe("only https is called")
  })
})
