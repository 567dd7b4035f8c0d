import { transports } from "engine.io"
import type { Server } from "socket.io"

/** The parts of the library's WebSocket transport that this one stands on; none of them is documented. */
interface Transport {
  readyState: string
  writable: boolean
  socket: { _sender: { sendFrame: (frames: Buffer[], sent: (error?: Error) => void) => void } }
  _onSentLast: (error?: Error) => void
  _canSendPreEncodedFrame: (packet: Packet) => boolean
  send(packets: Packet[]): void
  doClose(closed?: () => void): void
}

interface Packet {
  options?: { wsPreEncodedFrame?: Buffer[] }
}

const WebSocketTransport = (transports as unknown as { websocket: new (request: unknown) => Transport })
  .websocket

/** Transports with packets that wait for the end of this turn. */
let waiting: OneWriteTransport[] = []

function writeAll(): void {
  const due = waiting
  waiting = []
  for (const transport of due) transport.writeOut()
}

/**
 * A WebSocket that hands the kernel all packets of one turn in one write. Most of a delivery's cost is that system
 * call, and messages that were committed together reach each socket together (docs/decisions/0004). Order is kept.
 */
class OneWriteTransport extends WebSocketTransport {
  #packets: Packet[] = []

  override send(packets: Packet[]): void {
    if (this.#packets.length > 0) {
      this.#packets.push(...packets)
      return
    }
    this.#packets = packets
    if (waiting.push(this) === 1) process.nextTick(writeAll)
  }

  writeOut(): void {
    const packets = this.#packets
    this.#packets = []
    if (packets.length === 0 || this.readyState === "closed") return
    if (packets.every(packet => this._canSendPreEncodedFrame(packet))) {
      this.writable = false
      this.socket._sender.sendFrame([join(packets)], this._onSentLast)
    } else {
      super.send(packets)
    }
  }

  override doClose(closed?: () => void): void {
    this.writeOut()
    super.doClose(closed)
  }
}

/** What was joined last: every socket of a room is given the same packets, so one buffer serves them all. */
let joined: { options: Packet["options"][]; bytes: Buffer } = { options: [], bytes: Buffer.alloc(0) }

function join(packets: Packet[]): Buffer {
  const { options } = joined
  if (options.length !== packets.length || !packets.every((packet, i) => packet.options === options[i])) {
    const frames = packets.flatMap(packet => packet.options?.wsPreEncodedFrame ?? [])
    joined = { options: packets.map(packet => packet.options), bytes: Buffer.concat(frames) }
  }
  return joined.bytes
}

/** Makes the server use this transport in place of the library's own. */
export function writeOnce(io: Server): void {
  const engine = io.engine as unknown as { createTransport: (name: string, request: unknown) => unknown }
  const createTransport = engine.createTransport.bind(engine)
  engine.createTransport = (name, request) =>
    name === "websocket" ? new OneWriteTransport(request) : createTransport(name, request)
}
