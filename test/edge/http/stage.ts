import { expect } from "vitest"
import { type Answer, asUser, call, makeCast, platform, userHeaders } from "../../support/backend.ts"
import { apiKey, type Engine, type Parley, startParley } from "../../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

type Person = keyof Awaited<ReturnType<typeof makeCast>>
type Options = Parameters<typeof call>[3]

/** A running server with the cast on it, and the ways to speak to it. */
export interface Stage {
  parley: Parley
  cast: Record<Person, string>
  /** Moves the server's clock forward; it stands otherwise. */
  advance: (ms: number) => void
  now: () => number
  /** Calls with the API key. @returns `result`. */
  backend: (method: string, path: string, body?: unknown, actingAs?: string) => Promise<Json>
  /** Calls with a user's token. @returns `result`. */
  as: (person: Person, method: string, path: string, body?: unknown) => Promise<Json>
  /** Calls that must be refused. @returns status and code, like `404 ROOM_NOT_FOUND`. */
  refusedBackend: (method: string, path: string, body?: unknown, actingAs?: string) => Promise<string>
  refused: (person: Person, method: string, path: string, body?: unknown) => Promise<string>
  /** The same with headers of one's own. */
  raw: (method: string, path: string, options?: Options) => Promise<Answer>
  /** Makes a group room with these members. @returns its id. */
  room: (members: Person[], more?: Record<string, unknown>) => Promise<string>
  /** Sends text as the backend does. @returns the message. */
  say: (room: string, sender: string, message: string, more?: Record<string, unknown>) => Promise<Json>
  close: () => Promise<void>
}

export async function setStage(engine: Engine, settings: Record<string, string> = {}): Promise<Stage> {
  let time = Date.now()
  const now = () => time
  const parley = await startParley(engine, settings, now)
  const { url } = parley
  const cast = await makeCast(url)
  const keyHeaders = (actingAs?: string): Record<string, string> => ({
    "IM-API-KEY": apiKey,
    ...(actingAs ? { "IM-CLIENT-ID": actingAs } : {}),
  })
  const stage: Stage = {
    parley,
    cast,
    now,
    advance: ms => {
      time += ms
    },
    backend: (method, path, body, actingAs) => platform(url, method, path, body, actingAs),
    as: (person, method, path, body) => asUser(url, cast[person], method, path, body),
    refusedBackend: async (method, path, body, actingAs) =>
      refusalOf(await call(url, method, path, { headers: keyHeaders(actingAs), body })),
    refused: async (person, method, path, body) =>
      refusalOf(await call(url, method, path, { headers: userHeaders(cast[person]), body })),
    raw: (method, path, options) => call(url, method, path, options),
    room: async (members, more = {}) =>
      (await stage.backend("POST", "/rooms/", { roomType: "group", members, ...more }))._id,
    say: (room, sender, message, more = {}) =>
      stage.backend("POST", "/messages", { room, sender, message, messageType: "text", ...more }),
    close: parley.close,
  }
  return stage
}

/** A message but for its sender, who shows when they last signed in: that is noted a moment later. */
export function withoutSender({ sender: _, ...message }: Json): Json {
  return message
}

/** Checks that an answer is a failure in the one form of all failures. @returns its status and code. */
export function refusalOf({ status, body }: Answer): string {
  const { retryAfter, ...envelope } = body
  expect(envelope).toEqual({
    RC: status,
    RM: expect.stringMatching(/^[A-Z]/),
    error: { code: expect.any(String), message: expect.stringMatching(/\S/) },
  })
  expect(status).toBeGreaterThanOrEqual(400)
  expect(retryAfter === undefined || status === 429).toBe(true)
  expect(envelope.error.message).not.toMatch(/\n|node_modules|\.ts\b|at .*:\d+:\d+/)
  return `${status} ${envelope.error.code}`
}
