import { type Answer, call, makeCast, platform, userHeaders } from "../support/backend.ts"
import { apiKey, clientKey, type Engine, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: bodies and answers are what the tests are about
type Json = any

/** The cast, the backend, an app with its client key alone, nobody; or headers of one's own. */
export type Who = "alice" | "bob" | "carol" | "platform" | "app" | "nobody" | Record<string, string>

/** One call of an operation, whose method and path are known. */
export interface Ask {
  as: Who
  /** For the places in the path. */
  params?: Record<string, string>
  query?: Record<string, string | string[]>
  body?: Json
}

/** A running server with the cast on it, and what calls are made of. */
export interface World {
  send: (operation: { method: string; path: string }, ask: Ask) => Promise<Answer>
  headersOf: (who: Who) => Record<string, string>
  /** Calls with the API key. @returns `result`. */
  backend: (method: string, path: string, body?: unknown) => Promise<Json>
  /** Somebody new, who may be changed and forgotten. */
  user: () => Promise<{ id: string; token: string; headers: Record<string, string> }>
  /** A group room that alice owns and bob is in; carol is not. @returns its id. */
  room: (more?: Record<string, unknown>) => Promise<string>
  /** A text of alice's. @returns its id. */
  message: (room: string, more?: Record<string, unknown>) => Promise<string>
  close: () => Promise<void>
}

/** Small limits, so that they can be reached. */
export const uploadLimit = 200_000

export async function makeWorld(engine: Engine): Promise<World> {
  const { url, close } = await startParley(engine, { UPLOAD_MAX_BYTES: String(uploadLimit) })
  const cast = await makeCast(url)
  const headers: Record<string, Record<string, string>> = {
    alice: userHeaders(cast.alice),
    bob: userHeaders(cast.bob),
    carol: userHeaders(cast.carol),
    platform: { "IM-API-KEY": apiKey },
    app: { "IM-CLIENT-KEY": clientKey },
    nobody: {},
  }
  const headersOf = (who: Who) => (typeof who === "string" ? (headers[who] ?? {}) : who)
  const backend: World["backend"] = (method, path, body) => platform(url, method, path, body)
  let users = 0
  return {
    headersOf,
    backend,
    send: ({ method, path }, { as, params = {}, query = {}, body }) =>
      call(url, method, filled(path, params) + textOf(query), { headers: headersOf(as), body }),
    user: async () => {
      const id = `user-${++users}`
      const body = { _id: id, nickname: `User ${users}`, issueAccessToken: true }
      const { token } = await backend("POST", "/admin/clients", body)
      return { id, token, headers: userHeaders(token) }
    },
    room: async (more = {}) => {
      const members = ["alice", "bob"]
      return (await backend("POST", "/rooms", { roomType: "group", owner: "alice", members, ...more }))._id
    },
    message: async (room, more = {}) => {
      const text = { sender: "alice", messageType: "text", message: "hello" }
      return (await backend("POST", "/messages", { room, ...text, ...more }))._id
    },
    close,
  }
}

function filled(path: string, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = params[name]
    if (value === undefined) throw new Error(`The fixture says nothing of ${name} in ${path}.`)
    return encodeURIComponent(value)
  })
}

function textOf(query: Record<string, string | string[]>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map(value => [name, value]))
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`
}
