import { isDeepStrictEqual } from "node:util"
import type { Game } from "./game.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the test is about
type Json = any

/** What a client holds that knows nothing but `GET /me/changes`, as docs/realtime.md tells it to. */
export interface Mirror {
  cursor: string
  rooms: Map<string, MirroredRoom>
  prefs: Json[]
  invitations: Json[]
}

interface MirroredRoom {
  room: Json
  messages: Json[]
  /** Older messages than this one may be there; null when none are. */
  oldest: Json | null
}

const bySequence = (a: Json, b: Json) => a.createdAtMS - b.createdAtMS || (a._id < b._id ? -1 : 1)

async function ask({ call }: Game, who: string, path: string): Promise<Json> {
  const { status, body } = await call({ who, method: "GET", path })
  if (status !== 200) throw new Error(`${who}: GET ${path} was answered ${JSON.stringify(body)}`)
  return body.result
}

export async function startMirror(game: Game, who: string): Promise<Mirror> {
  const { cursor } = await ask(game, who, "/me/changes")
  const mirror: Mirror = { cursor, rooms: new Map(), prefs: [], invitations: [] }
  await catchUp(game, who, mirror)
  return mirror
}

export async function catchUp(game: Game, who: string, mirror: Mirror): Promise<void> {
  for (;;) {
    const limit = game.chance.pick([1, 3, 20, 100])
    const answer = await ask(game, who, `/me/changes?since=${mirror.cursor}&limit=${limit}`)
    if (answer.reset) throw new Error(`${who}: the cursor was not known`)
    apply(mirror, answer, limit)
    mirror.cursor = answer.cursor
    if (!answer.more) return
  }
}

function apply(mirror: Mirror, answer: Json, limit: number): void {
  const { rooms } = mirror
  for (const { room, afresh, messages, deleted } of answer.rooms) {
    const held = rooms.get(room._id)
    const former = afresh || !held ? [] : held.messages
    const isWhole = afresh ? messages.length < limit : held?.oldest === null
    const oldest = isWhole ? null : afresh ? messages[0] : held?.oldest
    const merged = new Map<string, Json>(former.map((message: Json) => [message._id, message]))
    for (const message of messages)
      if (!oldest || bySequence(oldest, message) <= 0) merged.set(message._id, message)
    for (const id of deleted) merged.delete(id)
    rooms.set(room._id, { room, oldest, messages: [...merged.values()].sort(bySequence) })
  }
  if (answer.roomIds) for (const id of rooms.keys()) if (!answer.roomIds.includes(id)) rooms.delete(id)
  mirror.prefs = answer.prefs ?? mirror.prefs
  mirror.invitations = answer.invitations ?? mirror.invitations
}

/** People are shown as they were when they were read, so only who they are is compared. */
function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== "object" || value === null) return value
  if (value.clientType) return value._id
  const told = value.messageType === "addMembers" ? { ...value, message: "" } : value
  return Object.fromEntries(Object.entries(told).map(([key, part]) => [key, bare(part)]))
}

/** The first place where two values differ; undefined where they are the same. */
function differenceOf(got: Json, expected: Json, path = ""): string | undefined {
  if (isDeepStrictEqual(got, expected)) return
  const parts = [got, expected].every(value => typeof value === "object" && value !== null)
  if (!parts) return `${path}: ${JSON.stringify(got)}, should be ${JSON.stringify(expected)}`
  const keys = new Set([...Object.keys(got), ...Object.keys(expected)])
  for (const key of keys) {
    const inside = differenceOf(got[key], expected[key], `${path}.${key}`)
    if (inside) return inside.slice(0, 500)
  }
}

/** @returns every difference between what the client holds and what the server says. */
export async function compareMirror(game: Game, who: string, mirror: Mirror): Promise<string[]> {
  const differences: string[] = []
  const expectSame = (what: string, got: unknown, expected: unknown) => {
    const where = differenceOf(bare(got), bare(expected))
    if (where) differences.push(`${who}: ${what} differs in ${where}`)
  }
  const { data } = await ask(game, who, "/rooms?limit=0")
  const ids = data.map((room: Json) => room._id).sort()
  expectSame("the list of rooms", [...mirror.rooms.keys()].sort(), ids)
  expectSame("the preferences", mirror.prefs, await ask(game, who, "/me/pref"))
  const invited = (invitations: Json[]) =>
    invitations.map(({ room, ...rest }) => ({ ...rest, room: room._id }))
  const { data: pending } = await ask(game, who, "/rooms/invitations")
  expectSame("the invitations", invited(mirror.invitations), invited(pending))
  for (const id of ids) {
    const held = mirror.rooms.get(id)
    if (!held) continue
    expectSame(`the room ${id}`, held.room, await ask(game, who, `/rooms/${id}`))
    const all = await historyOf(game, who, id)
    const { oldest } = held
    const seen = oldest ? all.filter(message => bySequence(oldest, message) <= 0) : all
    expectSame(`the messages of ${id}`, held.messages, seen)
  }
  return differences
}

async function historyOf(game: Game, who: string, roomId: string): Promise<Json[]> {
  const all = new Map<string, Json>()
  for (let anchor = ""; ; ) {
    const { data } = await ask(game, who, `/rooms/${roomId}/messages/v3?sortOrder=asc&limit=100${anchor}`)
    const before = all.size
    for (const message of data) all.set(message._id, message)
    if (data.length < 100 || all.size === before) return [...all.values()].sort(bySequence)
    anchor = `&afterMessage=${data.at(-1)._id}`
  }
}
