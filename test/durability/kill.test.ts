import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, platform } from "../support/backend.ts"
import { engines, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"
import { TestSocket } from "../support/test-socket.ts"

/** The second engine goes the same way, for a shorter time. */
const times = { sqlite: 20, postgres: 5 }
const rooms = ["room-1", "room-2"]
const ids = Array.from({ length: 16 }, (_, n) => `sender-${n}`)

interface Person {
  id: string
  token: string
}

interface Sent {
  room: string
  message: string
  /** Chosen by the client; then it may be sent again. */
  _id?: string
}

/** What the senders know: what was acknowledged, and what must be sent again because no answer came. */
interface Ledger {
  acknowledged: Map<string, string>
  unanswered: { person: Person; sent: Sent }[]
}

let chosen = 0
const chooseId = () => Math.floor(Date.now() / 1000).toString(16) + (++chosen).toString(16).padStart(16, "0")

describe.each(engines)("a server that is killed under load on %s", engine => {
  const rounds = times[engine]
  let place: Place
  let parley: ParleyProcess
  let people: Person[]

  beforeAll(async () => {
    place = await makePlace(engine)
    parley = await spawnParley(place.settings)
    people = await Promise.all(
      ids.map(async id => {
        const user = { _id: id, issueAccessToken: true }
        return { id, token: (await platform(parley.url, "POST", "/admin/clients", user)).token as string }
      }),
    )
    for (const _id of rooms)
      await platform(parley.url, "POST", "/rooms/", { _id, roomType: "group", members: ids })
  })
  afterAll(async () => {
    await parley.kill()
    place.remove()
  })

  /** Sends one message on one of four ways. @returns its id as acknowledged. */
  async function send(
    url: string,
    way: number,
    person: Person,
    sent: Sent,
    socket?: TestSocket,
  ): Promise<string> {
    if (socket && way === 0) {
      const { RC, result } = await answerOf(socket, sent)
      expect(RC).toBe(0)
      return result._id
    }
    if (sent._id !== undefined)
      return (await asUser(url, person.token, "POST", `/rooms/${sent.room}/message`, sent))._id
    return (await platform(url, "POST", "/messages", { ...sent, sender: person.id, messageType: "text" }))._id
  }

  /** All send and some read, until the server is gone, which is after so many acknowledgements. */
  async function loadUntilKilled(round: number, acks: number): Promise<Ledger> {
    const ledger: Ledger = { acknowledged: new Map(), unanswered: [] }
    let killed: Promise<void> | undefined
    const sockets = await Promise.all(
      people.map(({ token }, n) => (n % 4 === 0 ? TestSocket.signedIn(parley.url, token) : undefined)),
    )
    const work = async (person: Person, n: number) => {
      const way = n % 4
      const socket = sockets[n]
      for (let i = 0; !killed; i++) {
        const room = rooms[(n + i) % rooms.length] as string
        const sent: Sent = { room, message: `${round}.${n}.${i}`, _id: way < 2 ? chooseId() : undefined }
        try {
          const id = await send(parley.url, way, person, sent, socket)
          ledger.acknowledged.set(id, sent.message)
          if (ledger.acknowledged.size >= acks) killed ??= parley.kill()
          if (i % 3 === 2)
            await asUser(parley.url, person.token, "PUT", `/rooms/${room}/lastRead`, { message: id })
        } catch (error) {
          if (!killed) throw error
          if (sent._id !== undefined && !ledger.acknowledged.has(sent._id))
            ledger.unanswered.push({ person, sent })
        }
      }
      socket?.close()
    }
    await Promise.all(people.map(work))
    await killed
    return ledger
  }

  async function history(room: string): Promise<{ _id: string; message: string; sender: string }[]> {
    const found: { _id: string; message: string; sender: string }[] = []
    for (;;) {
      const anchor = found.length > 0 ? `&afterMessage=${found.at(-1)?._id}` : ""
      const path = `/rooms/${room}/messages/v3?sortOrder=asc&limit=100${anchor}`
      const { data } = await platform(parley.url, "GET", path, undefined, ids[0])
      const fresh = anchor ? data.slice(1) : data
      for (const { _id, message, sender } of fresh) found.push({ _id, message, sender: sender._id })
      if (fresh.length === 0) return found
    }
  }

  /** Counts anew, from the messages, what the server says is unread. */
  async function checkUnread(histories: Map<string, Awaited<ReturnType<typeof history>>>): Promise<void> {
    for (const { id, token } of people) {
      const { data } = await asUser(parley.url, token, "GET", "/rooms")
      const told: Record<string, number> = {}
      const counted: Record<string, number> = {}
      for (const room of data) {
        const own = room.memberProperties.find((property: { client: string }) => property.client === id)
        const messages = histories.get(room._id) ?? []
        const read = messages.findIndex(message => message._id === own.lastRead)
        told[room._id] = room.unread
        counted[room._id] = messages.slice(read + 1).filter(message => message.sender !== id).length
      }
      expect(told).toEqual(counted)
      const total = Object.values(counted).reduce((sum, unread) => sum + unread, 0)
      expect(await asUser(parley.url, token, "GET", "/me/badge")).toEqual({ badge: total })
    }
  }

  test(`${rounds} times: what was acknowledged is there once, and unread counts are true`, async () => {
    const acknowledged = new Map<string, string>()
    for (let round = 0; round < rounds; round++) {
      const ledger = await loadUntilKilled(round, 5 + Math.floor(Math.random() * 60))
      parley = await spawnParley(place.settings)
      for (const [id, message] of ledger.acknowledged) acknowledged.set(id, message)
      for (const { person, sent } of ledger.unanswered) {
        expect(await send(parley.url, 1, person, sent)).toBe(sent._id)
        acknowledged.set(sent._id as string, sent.message)
      }
      const histories = new Map<string, Awaited<ReturnType<typeof history>>>()
      for (const room of rooms) histories.set(room, await history(room))
      const stored = [...histories.values()].flat()
      const texts = new Map(stored.map(message => [message._id, message.message]))
      expect(texts.size).toBe(stored.length)
      expect(new Set(texts.values()).size).toBe(stored.length)
      const lost = [...acknowledged].filter(([id, message]) => texts.get(id) !== message)
      expect(lost).toEqual([])
      await checkUnread(histories)
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * 5)
  }, 180_000)
})

/** The ack of a message; a connection that breaks meanwhile is a failure. */
function answerOf({ socket }: TestSocket, sent: Sent): Promise<{ RC: number; result: { _id: string } }> {
  return new Promise((resolve, reject) => {
    if (!socket.connected) return reject(new Error("the connection broke"))
    socket.on("disconnect", () => reject(new Error("the connection broke")))
    socket.emit("chat message", sent, resolve)
  })
}
