import { expect } from "vitest"
import { call, makeCast, platform } from "../support/backend.ts"
import { apiKey, clientKey, type Engine, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: clients read what they are sent
export type Json = any
export type Person = "alice" | "bob" | "carol"
/** One call of a client. @returns `result`. */
export type Say = (method: string, path: string, body?: Json) => Promise<Json>

/** A server in sandbox mode, and clients that send the headers of the published ones (contract: client-compat.md 2). */
export interface Clients {
  url: string
  web: (who: Person) => Say
  script: (who: Person) => Say
  scriptAdmin: Say
  flutter: (who: Person) => Say
  /** A group room that alice owns and bob is in. @returns its id. */
  newRoom: (more?: Json) => Promise<string>
  /** A text of alice's. @returns its id. */
  told: (room: string, message: string) => Promise<string>
  close: () => Promise<void>
}

export async function startClients(engine: Engine): Promise<Clients> {
  const { url, close } = await startParley(engine, { SANDBOX: "1" })
  const cast = await makeCast(url)
  let rooms = 0

  /** Takes an answer for good when its status is 200 and RC is there and 0, as the strictest of them does. */
  const client =
    (headers: Record<string, string>): Say =>
    async (method, path, body) => {
      const answer = await call(url, method, path, { headers, body })
      if (answer.status !== 200 || answer.body.RC !== 0) {
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      }
      return answer.body.result
    }

  return {
    url,
    web: who =>
      client({
        "IM-Authorization": cast[who],
        "IM-Client-Key": clientKey,
        "x-timezone": "Asia/Taipei",
        "accept-language": "zh-TW",
      }),
    script: who => client({ "IM-Authorization": cast[who], CLIENT_KEY: clientKey }),
    scriptAdmin: client({ API_KEY: apiKey }),
    flutter: who =>
      client({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": cast[who], "IM-CLIENT-ID": who }),
    newRoom: async (more = {}) => {
      const given = { _id: `room-${++rooms}`, roomType: "group", owner: "alice", members: ["alice", "bob"] }
      return (await platform(url, "POST", "/rooms/", { ...given, ...more }))._id
    },
    told: async (room, message) => {
      const text = { room, sender: "alice", messageType: "text", message }
      return (await platform(url, "POST", "/messages", text))._id
    },
    close,
  }
}

/** Somebody as every client object shows them. */
export const person = (_id: string) => expect.objectContaining({ _id, id: _id, clientType: "user" })

export const ids = (things: Json[]): string[] => things.map(({ _id }) => _id)
