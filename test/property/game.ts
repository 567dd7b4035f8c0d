import { type Answer, call, platform, userHeaders } from "../support/backend.ts"
import { apiKey, type Parley } from "../support/parley.ts"
import { type Model, type Room, receive, settleMembers } from "./model.ts"
import { type Chance, makeChance } from "./random.ts"

/** One run of chance: its own users, groups and rooms on a server that others may use, and what should be true of them. */
export interface Game {
  parley: Parley
  chance: Chance
  model: Model
  seed: number
  /** A word that begins all ids. */
  name: string
  /** @param who a user by their token; null for the API key. @param acting for whom the API key acts. */
  call: (move: Call) => Promise<Answer>
  /** How many rooms were made. */
  made: number
  /** What was done so far, and what was answered. */
  played: string[]
}

export interface Call {
  who: string | null
  acting?: string
  method: string
  path: string
  body?: unknown
}

const userCount = 8
export const roomCount = 6
export const tags = ["garden", "todo"]

export async function startGame(parley: Parley, seed: number): Promise<Game> {
  const name = `s${seed}`
  const users = Array.from({ length: userCount }, (_, n) => `${name}-u${n}`)
  const tokens = new Map<string, string>()
  for (const _id of users) {
    const user = await platform(parley.url, "POST", "/admin/clients", { _id, issueAccessToken: true })
    tokens.set(_id, user.token)
  }
  const groups = new Map([
    [`${name}-g0`, users.slice(0, 3)],
    [`${name}-g1`, users.slice(2, 5)],
  ])
  for (const [_id, members] of groups)
    await platform(parley.url, "POST", "/admin/groups", { _id, nickname: _id, members })
  return {
    parley,
    seed,
    name,
    chance: makeChance(seed),
    model: { users, groups, rooms: new Map() },
    made: 0,
    played: [],
    call: ({ who, acting, method, path, body }) => {
      const key: Record<string, string> = {
        "IM-API-KEY": apiKey,
        ...(acting ? { "IM-CLIENT-ID": acting } : {}),
      }
      const credentials = who === null ? key : userHeaders(tokens.get(who) ?? "")
      // Both ends are this process: compressing would be work twice over.
      const headers = { ...credentials, "accept-encoding": "identity" }
      return call(parley.url, method, path, { headers, body })
    },
  }
}

interface Row {
  id: string
  seq: number
  senderId: string
  messageType: string
  contentJson: string
}

/** Takes in what a call has added to a room: the message it sent, or what the server said because of it. */
export async function listen({ parley, model }: Game, room: Room): Promise<void> {
  settleMembers(model, room)
  const rows = await parley.ctx.db.all<Row>(
    `SELECT id, seq, sender_id AS "senderId", message_type AS "messageType", content_json AS "contentJson"
     FROM messages WHERE room_id = ? AND seq > ? ORDER BY seq`,
    [room.id, room.end],
  )
  for (const { contentJson, ...row } of rows)
    receive(room, { ...row, mentions: JSON.parse(contentJson).mentions ?? [] })
}

/** Puts a room into the model as it was just made. */
export async function enter(
  game: Game,
  made: Omit<Room, "markers" | "banned" | "messages" | "end" | "frozen">,
): Promise<void> {
  const room: Room = { ...made, frozen: false, markers: new Map(), banned: new Set(), messages: [], end: 0 }
  game.model.rooms.set(room.id, room)
  await listen(game, room)
}
