import oldIo from "socket.io-client-v2"
import { type ChatClient, type ClientOptions, createClient, type Io } from "../../client/src/index.ts"
import type { Clock } from "../../src/lib/clock.ts"
import { makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { clientKey, type Engine, type Parley, startParley } from "../support/parley.ts"

export const ioOfVersion2 = oldIo as unknown as Io

/** However slow the machine: what has not come by then does not come. */
const patienceMs = 15_000

/** A server with its cast and one room, and clients that are closed with it. */
export async function setStage(engine: Engine, settings: Record<string, string> = {}, clock?: Clock) {
  const parley = await startParley(engine, settings, clock)
  const cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url, ["alice", "bob"])
  const clients: ChatClient[] = []

  /** A client that is not waited for. */
  function open(who: keyof typeof cast, options: Partial<ClientOptions> = {}): ChatClient {
    const client = createClient({ url: parley.url, clientKey, token: cast[who], ...options })
    clients.push(client)
    return client
  }

  /** A client that is online and holds the room's messages. */
  async function enter(who: keyof typeof cast, options: Partial<ClientOptions> = {}): Promise<ChatClient> {
    const client = open(who, options)
    await online(client)
    await client.loadMessages("demo-room")
    return client
  }

  return {
    parley,
    cast,
    open,
    enter,
    say: (message: string, more: object = {}) => say(parley, message, more),
    closeClients: () => {
      for (const client of clients.splice(0)) client.close()
    },
    close: async () => {
      for (const client of clients.splice(0)) client.close()
      await parley.close()
    },
  }
}

export type Stage = Awaited<ReturnType<typeof setStage>>

/** Bob says something; absent a room, in the demo room. @returns the message's id. */
async function say({ url }: Parley, message: string, more: object = {}): Promise<string> {
  const body = { room: "demo-room", sender: "bob", messageType: "text", message, ...more }
  return (await platform(url, "POST", "/messages", body))._id
}

const changes = [
  ...(["state", "message", "messageDeleted", "room", "roomGone"] as const),
  ...(["prefs", "invitations", "reset", "error", "typing", "streaming"] as const),
]

/** Waits until a client's view is as the test wants it; looks again whenever anything in it changes. */
export function until(client: ChatClient, what: string, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`It never came to this: ${what} (the client is ${client.state})`))
    }, patienceMs)
    const look = () => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const ends = changes.map(name => client.on(name, look))
    const stop = () => {
      clearTimeout(timer)
      for (const end of ends) end()
    }
    look()
  })
}

export const online = (client: ChatClient) => until(client, "online", () => client.state === "online")

/** What a client shows of a room, in its order. */
export const texts = (client: ChatClient, room = "demo-room") =>
  client.rooms.get(room)?.messages.map(({ message }) => message) ?? []

export const shows = (client: ChatClient, text: string, room = "demo-room") =>
  until(client, `${room} shows ${text}`, () => texts(client, room).includes(text))
