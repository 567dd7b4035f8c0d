import type { IncomingMessage } from "node:http"
import type { Server } from "socket.io"

/** The parts of an Engine.IO session and of its WebSocket that are needed here. */
interface Session {
  request: IncomingMessage
  writeBuffer: unknown[]
  transport: { writable: boolean; socket?: WebSocket }
  on: (event: "packetCreate", listener: (packet: Packet) => void) => void
  close: (discard: true) => void
}

interface WebSocket {
  /** Bytes that the kernel has not taken. */
  bufferedAmount: number
  readonly readyState: number
  readonly OPEN: number
  on: (event: "ping", listener: () => void) => void
  terminate: () => void
}

interface Packet {
  data?: string | Buffer
  options: { wsPreEncodedFrame?: Buffer[] }
}

type Dropped = (request: IncomingMessage, waitingBytes: number) => void

/**
 * Ends a session, by WebSocket or polling, that is to be sent more while over `mostBytes` wait for it already: nothing is
 * kept for whoever does not read, and nobody else waits. A packet of any size is let through when nothing waits.
 */
export function dropSlowReaders(io: Server, mostBytes: number, dropped: Dropped): void {
  io.engine.on("connection", (session: Session) => watch(session, mostBytes, dropped))
  watchPings(io, mostBytes, dropped)
}

function watch(session: Session, mostBytes: number, dropped: Dropped): void {
  let queued = 0
  let isDropped = false
  session.on("packetCreate", packet => {
    // By far the most frequent case, on the path of every delivery: the packet leaves with this turn.
    if (session.transport.writable || isDropped) return
    if (session.writeBuffer.length === 0) queued = 0
    const waiting = queued + (session.transport.socket?.bufferedAmount ?? 0)
    queued += sizeOf(packet)
    if (waiting <= mostBytes) return
    isDropped = true
    dropped(session.request, waiting)
    // Not within a broadcast: what others do when a session ends would overtake it.
    process.nextTick(drop, session)
  })
}

function sizeOf({ data = "", options }: Packet): number {
  const frame = options.wsPreEncodedFrame
  return frame ? frame.reduce((bytes, part) => bytes + part.length, 0) : Buffer.byteLength(data)
}

/** Without a polite close, which would wait for the reader too. */
function drop(session: Session): void {
  session.transport.socket?.terminate()
  session.close(true)
}

/** The WebSocket library answers pings past the session, whoever reads the answers. */
function watchPings(io: Server, mostBytes: number, dropped: Dropped): void {
  const engine = io.engine as unknown as {
    createTransport: (name: string, request: IncomingMessage & { websocket?: WebSocket }) => unknown
  }
  const createTransport = engine.createTransport.bind(engine)
  engine.createTransport = (name, request) => {
    const { websocket } = request
    websocket?.on("ping", () => {
      if (websocket.readyState !== websocket.OPEN || websocket.bufferedAmount <= mostBytes) return
      dropped(request, websocket.bufferedAmount)
      websocket.terminate()
    })
    return createTransport(name, request)
  }
}
