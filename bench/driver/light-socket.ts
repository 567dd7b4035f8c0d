import { connect, type Socket } from "node:net"
import { eachFrame, maskedFrame } from "./web-socket-frames.ts"

/** Told of each `chat message`: its payload for sockets that asked for it, else null. */
export type Hear = (socket: LightSocket, payload: Buffer | null) => void

/** All sockets read into one buffer: what arrives is looked at before the next one is read. */
const shared = Buffer.allocUnsafeSlow(1 << 18)

const code = (letter: string) => letter.charCodeAt(0)

/**
 * A Socket.IO client of few bytes: WebSocket, Engine.IO 4 and Socket.IO 5 by hand. It counts events without reading
 * them, so that a thousand of them cost less than the server they measure.
 */
export class LightSocket {
  /** How many `chat message` events have come. */
  heard = 0
  /** Whether whoever hears gets the payloads. */
  sampled = false
  readonly #tcp: Socket
  #rest: Buffer | null = null
  #open: (() => void) | null = null
  #ack: ((answer: { RC: number }) => void) | null = null
  readonly #hear: Hear

  private constructor(url: URL, hear: Hear) {
    this.#hear = hear
    const callback = (bytes: number, buffer: Uint8Array) => {
      this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, bytes))
      return true
    }
    this.#tcp = connect({
      ...{ host: url.hostname, port: Number(url.port), noDelay: true },
      onread: { buffer: shared, callback },
    })
    this.#tcp.write(
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n" +
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n",
    )
  }

  static open(url: URL, hear: Hear = () => {}): Promise<LightSocket> {
    return new Promise((resolve, reject) => {
      const socket = new LightSocket(url, hear)
      socket.#tcp.on("error", reject)
      socket.#tcp.on("close", () => reject(new Error("the server closed a socket")))
      socket.#open = () => resolve(socket)
    })
  }

  /** Emits an event and waits for an ack with `RC` 0. */
  async call(event: string, ...args: unknown[]): Promise<void> {
    const answer = await new Promise<{ RC: number }>(resolve => {
      this.#ack = resolve
      this.#send(`420${JSON.stringify([event, ...args])}`)
    })
    if (answer.RC !== 0) throw new Error(`${event} was refused: ${JSON.stringify(answer)}`)
  }

  close(): void {
    this.#tcp.destroy()
  }

  #send(text: string): void {
    this.#tcp.write(maskedFrame(text))
  }

  #read(part: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, part]) : part
    const used = eachFrame(bytes, (start, end) => this.#receive(bytes, start, end))
    // A copy, because the shared buffer is read into again.
    this.#rest = used < bytes.length ? Buffer.from(bytes.subarray(used)) : null
  }

  #receive(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start]
    if (first === code("0")) this.#send("40")
    else if (first === code("2")) this.#send("3")
    else if (first === code("4")) this.#receivePacket(bytes, start, end)
  }

  #receivePacket(bytes: Buffer, start: number, end: number): void {
    const second = bytes[start + 1]
    // 42["chat message": no other event of ours begins with these two letters.
    if (second === code("2") && bytes[start + 4] === code("c") && bytes[start + 5] === code("h")) {
      this.heard++
      this.#hear(this, this.sampled ? Buffer.from(bytes.subarray(start + 2, end)) : null)
    } else if (second === code("0")) this.#open?.()
    else if (second === code("3")) this.#ack?.(JSON.parse(bytes.toString("utf8", start + 3, end))[0])
  }
}
