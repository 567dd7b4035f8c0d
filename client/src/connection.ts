import { io as defaultIo } from "socket.io-client"
import type { Envelope } from "./errors.ts"
import { decode, type LiveEvent, liveEventNames } from "./live-events.ts"

/** What is used of a Socket.IO client, so that any of its versions serves. */
export interface SocketLike {
  // biome-ignore lint/suspicious/noExplicitAny: listeners read what they are told
  on(event: string, listener: (...args: any[]) => void): unknown
  emit(event: string, ...args: unknown[]): unknown
  close(): unknown
}

export type Io = (url: string, options: Record<string, unknown>) => SocketLike

export interface ConnectionOptions {
  url: string
  io?: Io
  encoding?: "base64"
  /** Polling first: the last attempt by WebSocket did not get through. */
  isPollingFirst?: boolean
}

export interface ConnectionHandlers {
  onOpen(): void
  /** It is gone, or never came about; said once. */
  onLost(): void
  onEvent(event: LiveEvent): void
  /** The server took the sign-in back. */
  onCutOff(answer: Envelope): void
}

/** One connection, from dialling to its end; it never comes back by itself. */
export interface Connection {
  /** Whether it ever stood. */
  readonly wasOpen: boolean
  /** Emits and waits for the acknowledgement. Rejects when the connection ends or answers too late. */
  ask(event: string, ...args: unknown[]): Promise<Envelope>
  say(event: string, ...args: unknown[]): void
  /** Asks whether anybody is there, and gives the connection up if no answer comes. */
  probe(): void
  /** Ends it; nothing more is heard. */
  close(): void
}

const dialMs = 10_000
const ackMs = 10_000
const probeMs = 5_000

export function openConnection(
  { url, io = defaultIo as unknown as Io, encoding, isPollingFirst }: ConnectionOptions,
  { onOpen, onLost, onEvent, onCutOff }: ConnectionHandlers,
): Connection {
  const transports = isPollingFirst ? ["polling", "websocket"] : ["websocket", "polling"]
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    transports,
    tryAllTransports: true,
    timeout: dialMs,
  })
  const waiting = new Set<() => void>()
  let wasOpen = false
  let isOver = false

  function end(): void {
    isOver = true
    socket.close()
    for (const giveUp of [...waiting]) giveUp()
  }

  function lose(): void {
    if (isOver) return
    end()
    onLost()
  }

  function ask(event: string, args: unknown[], patienceMs: number): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        waiting.delete(giveUp)
      }
      const giveUp = () => {
        done()
        reject(new Error(`${event} was not answered.`))
      }
      const timer = setTimeout(giveUp, patienceMs)
      waiting.add(giveUp)
      if (isOver) return giveUp()
      socket.emit(event, ...args, (answer: unknown) => {
        done()
        resolve(typeof answer === "string" ? JSON.parse(atob(answer)) : answer)
      })
    })
  }

  socket.on("connect", () => {
    wasOpen = true
    if (!isOver) onOpen()
  })
  for (const event of ["disconnect", "connect_error", "connect_timeout"]) socket.on(event, lose)
  socket.on("error", (answer?: Partial<Envelope>) => {
    if (!isOver && typeof answer?.RC === "number") onCutOff(answer as Envelope)
  })
  for (const name of liveEventNames) {
    socket.on(name, (payload: unknown) => {
      if (!isOver) onEvent({ name, payload: encoding ? decode(name, payload) : payload } as LiveEvent)
    })
  }

  return {
    get wasOpen() {
      return wasOpen
    },
    ask: (event, ...args) => ask(event, args, ackMs),
    say: (event, ...args) => void (isOver || socket.emit(event, ...args)),
    probe: () => void ask("conf", [{ encoding: encoding ?? "none" }], probeMs).catch(lose),
    close: () => void (isOver || end()),
  }
}
