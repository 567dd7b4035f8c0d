import { io } from "socket.io-client"
import oldIo from "socket.io-client-v2"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

export interface Dial {
  /** Major version of the published client library. */
  version?: 4 | 2
  /** `upgrade` begins by polling and goes on by WebSocket. */
  transport?: "websocket" | "polling" | "upgrade"
  headers?: Record<string, string>
}

/** Events that are heard; the library's own ones among them. */
const names = [
  ...["chat message", "messageDeleted", "userDeleteMessages", "lastRead", "typing", "ai_streaming"],
  ...["room", "roomPref", "invitation", "cancelInvitation", "myPrefChange", "myPrefDelete"],
  ...["error", "ping", "disconnect"],
]

/** Events that are never encoded. */
const bare = new Set(["error", "ping", "disconnect"])

/** However slow the machine: what has not come by then does not come. */
const patienceMs = 15_000

/** Events whose base64 is that of bare text, not of JSON. */
const unquoted = new Set(["myPrefDelete"])

interface Heard {
  event: string
  args: Json[]
  /** Set once a test has waited for it. */
  taken: boolean
}

const transports = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] }

function dial(url: string, { version = 4, transport = "websocket", headers }: Dial) {
  const options = { transports: transports[transport], forceNew: true, reconnection: false }
  return version === 4
    ? io(url, { ...options, extraHeaders: headers })
    : oldIo(url, { ...options, extraHeaders: headers })
}

/** A connection as an app holds it, with everything it ever heard, in order. */
export class TestSocket {
  readonly heard: Heard[] = []
  encoding: "none" | "base64" = "none"
  readonly socket: ReturnType<typeof dial>
  #listeners = new Set<() => void>()

  /** Resolves once the socket is connected and, where it upgrades, has done so. */
  static async open(url: string, how: Dial = {}): Promise<TestSocket> {
    const opened = new TestSocket(url, how)
    const { socket } = opened
    await new Promise<void>((resolve, reject) => {
      socket.on("connect", () => resolve())
      socket.on("connect_error", (error: Error) => reject(error))
    })
    if (how.transport === "upgrade") await opened.#upgraded()
    return opened
  }

  /** Opens a socket and signs it in; `encoding` is asked for first. */
  static async signedIn(
    url: string,
    token: string,
    { encoding = "none", ...how }: Dial & { encoding?: "none" | "base64" } = {},
  ): Promise<TestSocket> {
    const opened = await TestSocket.open(url, how)
    if (encoding === "base64") await opened.encode("base64")
    const answer = await opened.signIn(token)
    if (answer.RC !== 0) throw new Error(JSON.stringify(answer))
    return opened
  }

  constructor(url: string, how: Dial) {
    this.socket = dial(url, how)
    for (const event of names) {
      this.socket.on(event, (...args: Json[]) => {
        this.heard.push({ event, args, taken: false })
        for (const listener of this.#listeners) listener()
      })
    }
  }

  async #upgraded(): Promise<void> {
    const { engine } = this.socket.io
    if (engine.transport.name === "websocket") return
    await new Promise<void>(resolve => engine.on("upgrade", () => resolve()))
  }

  /** Emits and waits for the ack. */
  ask(event: string, ...args: unknown[]): Promise<Json> {
    return inTime(`the ack of ${event}`, resolve => void this.socket.emit(event, ...args, resolve))
  }

  say(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args)
  }

  /** Signs in and reads the ack as this socket's encoding has it. */
  async signIn(token: string, ...extra: unknown[]): Promise<Json> {
    const answer = await this.ask("auth2", token, ...extra)
    return this.encoding === "base64" ? decode(answer) : answer
  }

  async encode(encoding: "none" | "base64"): Promise<Json> {
    const answer = await this.ask("conf", { encoding })
    if (answer.RC === 0) this.encoding = encoding
    return answer
  }

  /** The first event of this name that fits and was not waited for before, decoded. */
  next(event: string, fits: (payload: Json) => boolean = () => true): Promise<Json> {
    const take = (): { payload: Json } | undefined => {
      for (const one of this.heard) {
        if (one.taken || one.event !== event) continue
        const payload = this.#payloadOf(one)
        if (!fits(payload)) continue
        one.taken = true
        return { payload }
      }
    }
    let listener = () => {}
    const waiting = inTime<Json>(`the event ${event}`, resolve => {
      listener = () => {
        const found = take()
        if (found) resolve(found.payload)
      }
      this.#listeners.add(listener)
      listener()
    })
    return waiting.finally(() => this.#listeners.delete(listener))
  }

  /** Waits until one event came so often. @returns all its payloads, decoded, in the order they came. */
  async collect(event: string, count: number): Promise<Json[]> {
    let listener = () => {}
    const waiting = inTime<void>(`${event} for the ${count}th time`, resolve => {
      listener = () => {
        if (this.heard.filter(one => one.event === event).length >= count) resolve()
      }
      this.#listeners.add(listener)
      listener()
    })
    await waiting.finally(() => this.#listeners.delete(listener))
    return this.all(event)
  }

  /** All payloads of one event so far, decoded, in the order they came. */
  all(event: string): Json[] {
    return this.heard.filter(one => one.event === event).map(one => this.#payloadOf(one))
  }

  /** Names of the domain events so far, in order. */
  order(): string[] {
    return this.heard.filter(one => !bare.has(one.event)).map(one => one.event)
  }

  #payloadOf({ event, args }: Heard): Json {
    if (this.encoding === "none" || bare.has(event)) return args[0]
    return unquoted.has(event) ? Buffer.from(args[0], "base64").toString() : decode(args[0])
  }

  /** Waits until all that the server has sent to this socket so far is here: answers and events keep their order. */
  async settle(): Promise<void> {
    await this.ask("conf", { encoding: this.encoding })
  }

  close(): void {
    this.socket.close()
  }
}

/** As the published browser sample does it: bytes as Latin-1. */
export function decode(text: unknown): Json {
  if (typeof text !== "string") throw new TypeError(`not base64 text: ${JSON.stringify(text)}`)
  return JSON.parse(atob(text))
}

export const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64")

function inTime<T>(what: string, start: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), patienceMs)
    start(value => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}
