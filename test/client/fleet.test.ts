import { setTimeout as pause } from "node:timers/promises"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type ChatClient, createClient } from "../../client/src/index.ts"
import { asUser, platform } from "../support/backend.ts"
import { type FlakyProxy, startProxy } from "../support/flaky-proxy.ts"
import { clientKey, engines, type Parley, startParley } from "../support/parley.ts"
import { ioOfVersion2 } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const fleets = {
  sqlite: { people: 100, messages: 10_000 },
  postgres: { people: 40, messages: 2_000 },
}
const membersEach = 10
const backendSenders = 4
const dayMs = 86_400_000
const patienceMs = 280_000

/** How often something befalls one of the links. */
const troubleEveryMs = 60

/** A message that was sent: who may change it, and what it says. */
interface Said {
  room: string
  sender: string
  id: string
}

describe.each(engines)("many clients on bad links on %s", engine => {
  let parley: Parley
  let proxy: FlakyProxy
  const tokens = new Map<string, string>()
  const clients = new Map<string, ChatClient>()

  beforeEach(async () => {
    parley = await startParley(engine, { SOCKET_PING_INTERVAL: "1500" })
    proxy = await startProxy(parley.url)
  })
  afterEach(async () => {
    for (const client of clients.values()) client.close()
    clients.clear()
    await proxy.close()
    await parley.close()
  })

  test("all see in the end what the server holds, each message once", { timeout: patienceMs }, async () => {
    const { people, messages } = fleets[engine]
    const names = Array.from({ length: people }, (_, i) => `p${i}`)
    const rooms = await settle(names)
    await Promise.all(names.map(enter))
    const over = new AbortController()
    const trouble = makeTrouble(over.signal)
    const texts = await Promise.all([
      ...names.map(name => talk(name, Math.floor((messages * 0.6) / people))),
      ...Array.from({ length: backendSenders }, (_, i) => act(rooms, i, (messages * 0.4) / backendSenders)),
    ])
    over.abort()
    await trouble
    proxy.delay(0)
    const backs = [...clients.values()].map(comeBack)
    proxy.cut()
    await Promise.all(backs)

    const rows = await parley.ctx.db.all<{ id: string; contentJson: string }>(
      'SELECT id, content_json AS "contentJson" FROM messages',
    )
    // What was deleted is not there, what was recalled or edited says something else: the others are there, once.
    const stored = rows
      .map(row => JSON.parse(row.contentJson).message)
      .filter(text => /^[pb]\d+-\d+$/.test(text))
    expect(new Set(stored).size).toBe(stored.length)
    const [kept, changed] = [texts.flatMap(one => one.kept), texts.flatMap(one => one.changed)]
    expect(kept.filter(text => !stored.includes(text) && !changed.includes(text))).toEqual([])

    const differences = await Promise.all(names.map(compare))
    expect(differences.flat().slice(0, 10)).toEqual([])
  })

  /** @returns the rooms, each with its members. */
  async function settle(names: string[]): Promise<Map<string, string[]>> {
    for (const _id of names) {
      const { token } = await platform(parley.url, "POST", "/admin/clients", { _id, issueAccessToken: true })
      tokens.set(_id, token)
    }
    const rooms = new Map<string, string[]>()
    for (let n = 0; n < names.length / 5; n++) {
      const members = Array.from(
        { length: membersEach },
        (_, i) => names[(n * 7 + i * 3) % names.length] ?? "",
      )
      const body = { _id: `r${n}`, roomType: "group", members: [...new Set(members)] }
      await platform(parley.url, "POST", "/rooms", body)
      rooms.set(body._id, body.members)
    }
    return rooms
  }

  /** Half of them with the old library, some in base64, all with clocks that are wrong by up to a day. */
  async function enter(name: string, i: number): Promise<void> {
    const error = (Math.random() * 2 - 1) * dayMs
    const client = createClient({
      url: proxy.url,
      clientKey,
      token: tokens.get(name) ?? "",
      now: () => Date.now() + error,
      ...(i % 2 ? { io: ioOfVersion2 } : {}),
      ...(i % 3 ? {} : { encoding: "base64" }),
    })
    clients.set(name, client)
    await until(client, () => client.state === "online")
    for (const room of client.rooms.keys()) await client.loadMessages(room)
  }

  /** Cuts links, lets them hang and go on, delays what they carry. */
  async function makeTrouble(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await pause(troubleEveryMs)
      const links = proxy.links()
      const link = links[Math.floor(Math.random() * links.length)]
      const kind = Math.random()
      if (kind < 0.6) link?.cut()
      else if (kind < 0.8) {
        link?.half(kind < 0.7 ? "down" : undefined)
        setTimeout(() => (kind < 0.75 ? link?.heal() : link?.cut()), 500)
      } else proxy.delay(Math.floor(Math.random() * 20))
    }
    proxy.heal()
  }

  async function talk(name: string, count: number) {
    const client = clients.get(name) as ChatClient
    const kept: string[] = []
    const rooms = [...client.rooms.keys()]
    for (let n = 0; n < count; n += 2) {
      const sent = [n, n + 1].map(m => {
        const text = `${name}-${m}`
        kept.push(text)
        return client.send(rooms[m % rooms.length] ?? "", { messageType: "text", message: text }).stored
      })
      await Promise.all(sent)
    }
    return { kept, changed: [] as string[] }
  }

  /** The operator's backend: says something, and changes what was said before. */
  async function act(rooms: Map<string, string[]>, number: number, count: number) {
    const said: Said[] = []
    const kept: string[] = []
    const changed: string[] = []
    const ids = [...rooms.keys()]
    const pick = <T>(from: readonly T[]) => from[Math.floor(Math.random() * from.length)] as T
    for (let n = 0; n < count; n++) {
      const room = pick(ids)
      const sender = pick(rooms.get(room) ?? [])
      const text = `b${number}-${n}`
      const body = { room, sender, messageType: "text", message: text }
      said.push({ room, sender, id: (await platform(parley.url, "POST", "/messages", body))._id })
      kept.push(text)
      if (n % 5) continue
      const target = pick(said)
      changed.push(...kept.slice(said.indexOf(target), said.indexOf(target) + 1))
      await change(target, rooms, n).catch(refusedTwice)
    }
    return { kept, changed }
  }

  async function change({ room, sender, id }: Said, rooms: Map<string, string[]>, n: number): Promise<void> {
    const as = (who: string, method: string, path: string, body?: unknown) =>
      asUser(parley.url, tokens.get(who) ?? "", method, path, body)
    const [other = ""] = rooms.get(room) ?? []
    const kinds = [
      () => as(sender, "POST", `/rooms/${room}/message`, { _id: id, message: `edited ${n}` }),
      () => as(sender, "POST", `/rooms/${room}/message`, { _id: id, messageType: "recall" }),
      () => as(other, "POST", `/messages/${id}/reaction`, { reaction: "👍" }),
      () => platform(parley.url, "DELETE", `/rooms/${room}/messages/${id}`),
      () => as(other, "POST", "/messages/user-delete", { room, messages: [id] }),
      () => as(other, "PUT", `/rooms/${room}/lastRead`, { message: id }),
      () => as(other, "POST", `/roomPrefs/${room}`, { sticky: n % 2 === 0 }),
      () => as(other, "POST", "/me/pref/ui", { children: [], n }),
    ]
    await kinds[Math.floor(n / 5) % kinds.length]?.()
  }

  /** What was deleted or recalled before cannot be changed once more. */
  function refusedTwice(error: Error): void {
    if (!/^40[034] /.test(error.message)) throw error
  }

  /** Waits until a client has lost its link, and has all that it had to send or to hear. */
  async function comeBack(client: ChatClient): Promise<void> {
    await until(client, () => client.state !== "online")
    const isSent = () =>
      [...client.rooms.values()].every(room => room.messages.every(({ delivery }) => !delivery))
    await until(client, () => client.state === "online" && isSent())
  }

  async function compare(name: string): Promise<string[]> {
    const client = clients.get(name) as ChatClient
    const ask = (path: string) => asUser(parley.url, tokens.get(name) ?? "", "GET", path)
    const differences: string[] = []
    const expectSame = (what: string, got: Json, expected: Json) => {
      const [mine, theirs] = [got, expected].map(value => JSON.stringify(value))
      if (mine !== theirs)
        differences.push(`${name}: ${what}: ${mine?.slice(0, 300)} ≠ ${theirs?.slice(0, 300)}`)
    }
    const { data } = await ask("/rooms?limit=0")
    expectSame("rooms", [...client.rooms.keys()].sort(), data.map((room: Json) => room._id).sort())
    for (const { _id: id, unread, lastMessage, pref } of data) {
      while (client.rooms.get(id)?.hasOlder) await client.loadOlder(id)
      const held = client.rooms.get(id)
      expectSame(`${id} in the list`, [held?.unread, held?.lastMessage?._id], [unread, lastMessage?._id])
      expectSame(`preference of ${id}`, held?.pref, pref)
      const essence = ({ _id, message, messageType, updatedAtMS, reactions }: Json) => ({
        _id,
        messageType,
        message,
        updatedAtMS,
        reactions: reactions?.length,
      })
      const [mine, theirs] = [held?.messages ?? [], await history(id, ask)].map(list => list.map(essence))
      const first =
        theirs?.findIndex((message, i) => JSON.stringify(message) !== JSON.stringify(mine?.[i])) ?? -1
      expectSame(
        `messages of ${id}, number ${first}`,
        first < 0 ? null : mine?.[first],
        first < 0 ? null : theirs?.[first],
      )
      expectSame(`how many messages ${id} has`, mine?.length, theirs?.length)
    }
    expectSame("preferences", Object.fromEntries(client.prefs), await ask("/me/prefs"))
    return differences
  }

  async function history(room: string, ask: (path: string) => Promise<Json>): Promise<Json[]> {
    const all: Json[] = []
    for (let anchor = ""; ; ) {
      const { data } = await ask(`/rooms/${room}/messages/v3?sortOrder=asc&limit=100${anchor}`)
      all.push(...data.slice(anchor ? 1 : 0))
      if (data.length < 100) return all
      anchor = `&afterMessage=${data.at(-1)._id}`
    }
  }
})

/** Looks again whenever the client changes its state or its rooms. */
function until(client: ChatClient, isSo: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!isSo()) return
      for (const end of ends) end()
      resolve()
    }
    const ends = (["state", "room"] as const).map(name => client.on(name, look))
    look()
  })
}
