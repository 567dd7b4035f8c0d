import { expect } from "vitest"
import { openDatabase } from "../../src/store/open.ts"
import { asUser, platform } from "../support/backend.ts"
import { type Engine, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"
import type { Arrival, FarEnds } from "./far-ends.ts"

/** Whose devices everybody else's messages are pushed to. */
const people = ["alice", "bob", "carol"]
/** The calls of the second one's webhook are repeated until they arrive. */
const rooms = ["room-1", "room-2"]
const sendersAtOnce = 8

interface Message {
  id: string
  roomId: string
  senderId: string
}

/** What is stored of pushes and durable webhooks while no server runs. */
export interface Stored {
  /** Of texts. */
  messages: Message[]
  outcomes: Map<string, string>
  /** How many still wait to be sent, but for documented callbacks. */
  waiting: number
}

/** People with devices in two rooms, a server that may be killed, and what it calls. */
export class PushScene {
  readonly far: FarEnds
  readonly acknowledged: Message[] = []
  parley!: ParleyProcess
  readonly #place: Place
  readonly #devices = new Map<string, string[]>()
  #sent = 0

  private constructor(far: FarEnds, place: Place) {
    this.far = far
    this.#place = place
  }

  static async set(engine: Engine, far: FarEnds): Promise<PushScene> {
    const scene = new PushScene(far, await makePlace(engine))
    await scene.start()
    const { url } = scene.parley
    const tokens = new Map<string, string>()
    for (const _id of people) {
      const user = { _id, nickname: _id, issueAccessToken: true }
      tokens.set(_id, (await platform(url, "POST", "/admin/clients", user)).token)
    }
    for (const _id of rooms)
      await platform(url, "POST", "/rooms/", { _id, roomType: "group", members: people })
    await platform(url, "PUT", "/rooms/room-2", { webhook: far.webhookUrl })
    const subscribe = async (user: string, type: string, token: string) => {
      const device = { type, token, deviceId: `${type}-of-${user}` }
      await asUser(url, tokens.get(user) as string, "POST", "/me/subscribe", device)
      scene.#devices.set(user, [...(scene.#devices.get(user) ?? []), token])
    }
    await subscribe("alice", "fcm", "registration-token-of-alice")
    await subscribe("bob", "fcm", "registration-token-of-bob")
    await subscribe("bob", "ios", "b0b".repeat(20))
    await subscribe("carol", "web", far.webToken())
    return scene
  }

  /** A start of the server; what arrives from now on counts as its. */
  async start(): Promise<void> {
    this.far.nextRun()
    this.parley = await this.spawn()
  }

  spawn(): Promise<ParleyProcess> {
    return spawnParley({ ...this.#place.settings, ...this.far.settings })
  }

  /** Sends texts, some at once, until so many were tried or the server is gone. @param urls of servers that take turns. */
  async send(count: number, isGone: () => boolean, urls = [this.parley.url]): Promise<void> {
    let left = count
    const work = async () => {
      while (left-- > 0 && !isGone()) {
        const n = this.#sent++
        const [room, sender] = [rooms[n % 2] as string, people[n % 3] as string]
        const message = { room, sender, messageType: "text", message: `text ${n}` }
        try {
          const { _id } = await platform(urls[n % urls.length] as string, "POST", "/messages", message)
          this.acknowledged.push({ id: _id, roomId: room, senderId: sender })
        } catch (error) {
          if (!isGone()) throw error
        }
      }
    }
    await Promise.all(Array.from({ length: sendersAtOnce }, work))
  }

  /** What is stored; the server must be down. Claims that a killed server held end, as if their minute had passed. */
  async look(): Promise<Stored> {
    const { DATA_DIR: dataDir = "", DATABASE_URL: databaseUrl = null } = this.#place.settings
    const { db } = await openDatabase({ dataDir, databaseUrl }, Date.now())
    await db.run("UPDATE sendings SET due_at = 0 WHERE claimed = 1")
    const messages = await db.all<Message>(
      `SELECT id, room_id AS "roomId", sender_id AS "senderId" FROM messages WHERE message_type = 'text'`,
    )
    const ended = await db.all<{ id: string; outcome: string }>("SELECT id, outcome FROM settlements")
    const left = await db.get<{ n: number }>(
      "SELECT COUNT(*) + (SELECT COUNT(*) FROM outbox WHERE kind <> 'push-v2') AS n FROM sendings",
    )
    await db.close()
    return { messages, outcomes: new Map(ended.map(end => [end.id, end.outcome])), waiting: left?.n ?? 0 }
  }

  /** What must arrive of the given messages: `device message`. */
  dueOf(messages: Iterable<Message>): Set<string> {
    const due = new Set<string>()
    for (const { id, roomId, senderId } of messages) {
      const others = people.filter(person => person !== senderId)
      for (const token of others.flatMap(person => this.#devices.get(person) ?? [])) due.add(`${token} ${id}`)
      if (roomId === "room-2") due.add(`webhook ${id}`)
    }
    return due
  }

  /** Waits until everything that must arrive of these messages was accepted. */
  async everything(messages: Iterable<Message>): Promise<void> {
    const missing = this.dueOf(messages)
    let seen = 0
    const isComplete = () => {
      for (const { accepted, device, messageId } of this.far.arrivals.slice(seen))
        if (accepted) missing.delete(`${device} ${messageId}`)
      seen = this.far.arrivals.length
      return missing.size === 0
    }
    await this.far.until(isComplete, "every push of every message").catch(error => {
      throw new Error(`${error.message}: ${missing.size} are missing, like ${[...missing].slice(0, 3)}`)
    })
  }

  /** What was accepted, by device and message. */
  accepted(): Map<string, Arrival[]> {
    return Map.groupBy(
      this.far.arrivals.filter(arrival => arrival.accepted && arrival.messageId !== "undefined"),
      ({ device, messageId }) => `${device} ${messageId}`,
    )
  }

  /** Every push is known by one identity, and each identity means one push. */
  checkIdentities(): void {
    const identities = new Map<string, string>()
    for (const { identity, device, messageId } of this.far.arrivals) {
      const pair = `${device} ${messageId}`
      expect(identities.get(pair) ?? identity).toBe(identity)
      identities.set(pair, identity)
    }
    expect(new Set(identities.values()).size).toBe(identities.size)
  }

  async close(): Promise<void> {
    await this.parley.kill()
    await this.far.close()
    this.#place.remove()
  }
}
