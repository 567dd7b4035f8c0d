import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { connect, type Socket } from "node:net"

/** The frame that ends a WebSocket. */
const politeClose = "\u0088\u0000"

/** A WebSocket made of bare bytes: what a client library would never send, or never leave unread. */
export class RawSocket {
  readonly tcp: Socket
  /** A ping of the WebSocket protocol, as large as it may be. */
  static readonly ping = frame("x".repeat(125), 0x89)
  /** All text that came, frames and their heads alike. */
  heard = ""
  readonly closed: Promise<unknown>
  #listeners = new Set<() => void>()

  /** Resolves once the WebSocket stands, and the Socket.IO connection on it. */
  static async open(url: string): Promise<RawSocket> {
    const raw = new RawSocket(url)
    raw.tcp.write(
      [
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        "Host: parley",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "\r\n",
      ].join("\r\n"),
    )
    await raw.hears('{"sid"')
    raw.say("40")
    await raw.hears('40{"sid"')
    return raw
  }

  /** Opens one, signs it in and stops reading. */
  static async deaf(url: string, token: string): Promise<RawSocket> {
    const raw = await RawSocket.open(url)
    raw.say(`420${JSON.stringify(["auth2", token])}`)
    await raw.hears('430[{"RC":0')
    raw.tcp.pause()
    return raw
  }

  /** Sends bytes over TCP. @returns all that came until the server closed the connection. */
  static async answerTo(url: string, bytes: string): Promise<string> {
    const raw = new RawSocket(url)
    raw.tcp.write(bytes)
    await raw.closed
    return raw.heard
  }

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.tcp = connect(Number(port), hostname)
    this.closed = once(this.tcp, "close")
    this.tcp.on("error", () => {})
    this.tcp.on("data", chunk => {
      this.heard += chunk.toString("latin1")
      for (const listener of this.#listeners) listener()
    })
  }

  hears(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.heard.includes(text)) return
        this.#listeners.delete(look)
        resolve()
      }
      this.#listeners.add(look)
      void this.closed.then(() => reject(new Error(`closed before ${text}: ${this.heard.slice(-200)}`)))
      look()
    })
  }

  /** Resolves once the server has ended this socket: roughly, or politely, and then it waits for an answer. */
  async ended(): Promise<void> {
    await this.hears(politeClose).catch(() => this.closed)
    this.close()
  }

  say(text: string): void {
    this.tcp.write(frame(text))
  }

  close(): void {
    this.tcp.destroy()
  }
}

/** One frame as a client sends it; `first` is its first byte: FIN and opcode, text unless told otherwise. */
export function frame(payload: string | Uint8Array, first = 0x81): Buffer {
  const body = Buffer.from(payload as string)
  const mask = randomBytes(4)
  for (const [i, byte] of body.entries()) body[i] = byte ^ (mask[i % 4] as number)
  return Buffer.concat([headOf(first, body.length), mask, body])
}

function headOf(first: number, length: number): Buffer {
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeUIntBE(length, 4, 6)
  return head
}
