import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { ChatClient, ClientOptions } from "../../client/src/index.ts"
import { asUser, platform } from "../support/backend.ts"
import { type FlakyProxy, startProxy } from "../support/flaky-proxy.ts"
import { engines } from "../support/parley.ts"
import { TestSocket } from "../support/test-socket.ts"
import { ioOfVersion2, online, type Stage, setStage, shows, texts, until } from "./stage.ts"

const kinds: { name: string; options: Partial<ClientOptions> }[] = [
  { name: "a 4.x socket", options: {} },
  { name: "a 2.x socket in base64", options: { io: ioOfVersion2, encoding: "base64" } },
]

const isCatchUp = (input: unknown) =>
  String(input).includes("/me/changes?") && String(input).includes("since=")

describe.each(engines)("a client whose link fails, on %s", engine => {
  let stage: Stage
  let proxy: FlakyProxy
  let ahead = 0
  beforeAll(async () => {
    stage = await setStage(engine, {}, () => Date.now() + ahead)
  })
  beforeEach(async () => {
    proxy = await startProxy(stage.parley.url)
  })
  afterEach(async () => {
    stage.closeClients()
    await proxy.close()
  })
  afterAll(() => stage.close())

  const url = () => stage.parley.url
  const asServer = (method: string, path: string, body?: unknown) =>
    platform(url(), method, path, body, "bob")
  const offline = (client: ChatClient) => until(client, "offline", () => client.state === "offline")
  const through = (options: Partial<ClientOptions> = {}) =>
    stage.enter("alice", { url: proxy.url, ...options })

  async function loseLink(client: ChatClient): Promise<void> {
    proxy.refuse(true)
    proxy.cut()
    await offline(client)
  }

  async function mend(client: ChatClient): Promise<void> {
    proxy.refuse(false)
    await online(client)
  }

  test.each(kinds)("misses nothing that happened meanwhile, on $name", async ({ options }) => {
    const alice = await through(options)
    const [edited, deleted, kept] = [await stage.say("x"), await stage.say("y"), await stage.say("z")]
    await until(alice, "heard", () => alice.rooms.get("demo-room")?.lastMessage?._id === kept)
    const told: unknown[] = []
    alice.on("message", ({ message, isNew }) => told.push([message._id, isNew]))
    await loseLink(alice)
    await asUser(url(), stage.cast.bob, "POST", "/rooms/demo-room/message", { _id: edited, message: "x new" })
    await asServer("DELETE", `/rooms/demo-room/messages/${deleted}`)
    const said = await stage.say("said meanwhile")
    await asServer("PUT", "/rooms/demo-room", { name: `Demo ${said}` })
    await asUser(url(), stage.cast.alice, "POST", "/me/pref/ui", { seen: said })
    const made = `made-${said}`
    await asServer("POST", "/rooms/", { _id: made, name: "M", roomType: "group", members: ["alice", "bob"] })
    await mend(alice)
    expect(texts(alice).slice(-3)).toEqual(["x new", "z", "said meanwhile"])
    expect(told).toEqual([
      [edited, false],
      [said, true],
    ])
    expect(alice.rooms.get("demo-room")).toMatchObject({ name: `Demo ${said}` })
    expect(alice.rooms.get("demo-room")?.unread).toBe(
      (await asUser(url(), stage.cast.alice, "GET", "/rooms/demo-room")).unread,
    )
    expect(alice.prefs.get("ui")).toEqual({ seen: said })
    expect(alice.rooms.has(made)).toBe(true)
    await loseLink(alice)
    await asServer("DELETE", `/rooms/${made}`)
    await mend(alice)
    expect(alice.rooms.has(made)).toBe(false)
  })

  test("what was hidden meanwhile comes back when it is shown again", async () => {
    const alice = await through()
    const id = await stage.say("hidden for a while")
    await shows(alice, "hidden for a while")
    await loseLink(alice)
    await asServer("POST", `/messages/${id}/hidden`)
    await mend(alice)
    expect(texts(alice)).not.toContain("hidden for a while")
    await asServer("DELETE", `/messages/${id}/hidden`)
    await shows(alice, "hidden for a while")
  })

  test("takes a room afresh when more was said than one answer holds, without a hole", async () => {
    const alice = await through({ limit: 5 })
    await loseLink(alice)
    const lines = Array.from({ length: 12 }, (_, n) => `while away ${n}`)
    for (const line of lines) await stage.say(line)
    await mend(alice)
    expect(texts(alice)).toEqual(lines.slice(-5))
    while (texts(alice).length < 12) await alice.loadOlder("demo-room")
    expect(texts(alice).slice(-12)).toEqual(lines)
  })

  test("comes back by itself after the server has closed the connection", async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const alice = stage.open("alice", { token: () => promise })
    const witness = await TestSocket.open(url())
    // Whoever does not sign in is sent away after a minute.
    ahead += 61_000
    await witness.next("disconnect")
    await offline(alice)
    resolve(stage.cast.alice)
    await online(alice)
    await alice.loadMessages("demo-room")
    await stage.say("after the close")
    await shows(alice, "after the close")
  })

  test("shows what it hears during a catch-up after what it missed", async () => {
    let gate: Promise<void> | undefined
    let asked = () => {}
    const alice = await through({
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        if (isCatchUp(input)) {
          asked()
          await gate
        }
        return answer
      },
    })
    await loseLink(alice)
    await stage.say("missed")
    const { promise, resolve } = Promise.withResolvers<void>()
    const { promise: waiting, resolve: arrived } = Promise.withResolvers<void>()
    gate = promise
    asked = arrived
    const told: unknown[] = []
    alice.on("message", ({ message }) => told.push(message.message))
    proxy.refuse(false)
    await waiting
    const bob = await stage.enter("bob")
    const sent = bob.send("demo-room", { message: "live" })
    await sent.stored
    // A later event that does not wait tells that the one before is here.
    const typed = new Promise(resolve => alice.on("typing", resolve))
    bob.typing("demo-room")
    await typed
    expect(told).toEqual([])
    expect(alice.state).toBe("connecting")
    resolve()
    await online(alice)
    expect(told).toEqual(["missed", "live"])
    expect(texts(alice).slice(-2)).toEqual(["missed", "live"])
  })

  test("takes a failed catch-up up again where it stopped", async () => {
    const asked: string[] = []
    let failing = 0
    const alice = await through({
      fetch: async (input, init) => {
        if (isCatchUp(input)) asked.push(new URL(String(input)).searchParams.get("since") ?? "")
        if (isCatchUp(input) && failing-- > 0) throw new TypeError("away")
        return fetch(input, init)
      },
    })
    await loseLink(alice)
    await stage.say("behind a failure")
    const { cursor } = alice
    failing = 2
    await mend(alice)
    expect(texts(alice).at(-1)).toBe("behind a failure")
    expect(asked.slice(0, 3)).toEqual([cursor, cursor, cursor])
    expect(alice.cursor).not.toBe(cursor)
  })

  test("finds by itself what was lost on the way while online, and tells nothing twice", async () => {
    const alice = await through({ refreshMs: 200 })
    const told: unknown[] = []
    alice.on("message", ({ message }) => told.push(message.message))
    const [socket] = proxy.links()
    socket?.half("down")
    await stage.say("lost on the way")
    await shows(alice, "lost on the way")
    expect(alice.state).toBe("online")
    socket?.heal()
    const { cursor } = alice
    await stage.say("heard")
    await shows(alice, "heard")
    await expect.poll(() => alice.cursor).not.toBe(cursor)
    expect(told).toEqual(["lost on the way", "heard"])
  })

  test("goes on from a snapshot of an earlier session, in another process as it were", async () => {
    const before = await through()
    await stage.say("held before")
    await shows(before, "held before")
    const snapshot = JSON.parse(JSON.stringify(before.snapshot()))
    before.close()
    await stage.say("said between")
    const asked: string[] = []
    const after = stage.open("alice", {
      snapshot,
      fetch: (input, init) => {
        asked.push(new URL(String(input)).pathname)
        return fetch(input, init)
      },
    })
    expect(texts(after).at(-1)).toBe("held before")
    await online(after)
    expect(texts(after).slice(-2)).toEqual(["held before", "said between"])
    expect(new Set(asked)).toEqual(new Set(["/me/changes"]))
  })

  test.each(["no cursor at all", "another server's cursor"])("loads everything afresh for %s", async what => {
    const before = await through()
    await stage.say(`${what}: before`)
    await shows(before, `${what}: before`)
    const snapshot = before.snapshot()
    if (!snapshot) throw new Error("no snapshot")
    before.close()
    const other = await setStage("sqlite")
    const elsewhere = what.startsWith("another") ? (await other.enter("alice")).cursor : what
    await other.close()
    const after = stage.open("alice", { snapshot: { ...snapshot, cursor: `${elsewhere}` } })
    const resets: unknown[] = []
    after.on("reset", () => resets.push(after.rooms.size))
    await online(after)
    expect(texts(after).at(-1)).toBe(`${what}: before`)
    await stage.say(`${what}: after`)
    await shows(after, `${what}: after`)
    expect(resets).toHaveLength(1)
    expect(texts(after).slice(-2)).toEqual([`${what}: before`, `${what}: after`])
  })

  test("does not go on from what somebody else left", async () => {
    const before = await through()
    await before.loadMessages("demo-room")
    proxy.refuse(true)
    proxy.cut()
    before.send("demo-room", { message: "Alice's own, never sent" })
    const snapshot = before.snapshot()
    before.close()
    expect(snapshot?.unsent).toHaveLength(1)
    const bob = stage.open("bob", { snapshot })
    await online(bob)
    expect(bob.me?._id).toBe("bob")
    await bob.loadMessages("demo-room")
    expect(texts(bob)).not.toContain("Alice's own, never sent")
  })
})

test.each(kinds)("a link that is open on its side alone is noticed, on $name", async ({ options }) => {
  const stage = await setStage("sqlite", { SOCKET_PING_INTERVAL: "1000" })
  const proxy = await startProxy(stage.parley.url)
  try {
    const alice = await stage.enter("alice", { url: proxy.url, ...options })
    const [socket] = proxy.links()
    socket?.half()
    await stage.say("into the void")
    await until(alice, "offline", () => alice.state === "offline")
    await online(alice)
    expect(texts(alice)).toContain("into the void")
  } finally {
    await stage.close()
    await proxy.close()
  }
})
