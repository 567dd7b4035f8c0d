import type { Server as HttpServer } from "node:http"
import { Server } from "socket.io"
import type { EndedTokens } from "../../chat/events.ts"
import { statsWindowMs } from "../../chat/stats.ts"
import type { Config } from "../../config/config.ts"
import { failure } from "../../wire/errors.ts"
import { fromServer } from "../../wire/events.ts"
import { type Audience, Connection } from "./connection.ts"
import { type HeldSession, makeHold } from "./holding.ts"
import { handleEvent } from "./incoming.ts"
import { Intake } from "./intake.ts"
import { limitConnections } from "./limits.ts"
import { type LiveConnection, liveOf } from "./live.ts"
import { writeOnce } from "./one-write.ts"
import { limitPackets } from "./packets.ts"
import { watchPeak } from "./peak.ts"
import type { SignIn } from "./sign-in.ts"
import { dropSlowReaders } from "./slow-readers.ts"

/** What operators count of those who ask or get too much. */
export interface Tally {
  slowReaderDropped: () => void
  eventRefused: () => void
}

export interface SocketEdge {
  /** Ends what has expired by now. Called before anything is told, so that nothing is heard after its time. */
  expireDue: () => void
  /** Lets the sockets that signed in with this token stay until its new end, which may be past. */
  renewToken: (clientId: string, token: string, expiresAt: number) => void
  /** Takes all rights from the sockets that signed in with one of these tokens. */
  endTokens: (clientId: string, ended: EndedTokens) => void
  /** Most connections at once in the last hour. */
  peak: () => number
  /** Those that are signed in, the longest open first, and how many there are. */
  list: (limit: number) => { totalCount: number; connections: LiveConnection[] }
  /** Closes the transports without a Socket.IO disconnect, so that clients come back by their own delays. */
  close: () => Promise<void>
}

/** The library's server, set up for old and new clients alike, not yet listening (contract: realtime.md 1). */
export function makeIo(config: Config): Server {
  return new Server({
    allowEIO3: true,
    serveClient: true,
    addTrailingSlash: false,
    pingInterval: config.sockets.pingIntervalMs,
    pingTimeout: config.sockets.pingTimeoutMs,
    maxHttpBufferSize: config.sockets.frameBytes,
    cors: { origin: config.http.corsOrigins.includes("*") ? "*" : config.http.corsOrigins },
  })
}

/** The socket half of the edge: signs connections in and hands their events to the chat. */
export function openSocketEdge(
  io: Server,
  http: HttpServer,
  config: Config,
  audience: Audience,
  door: SignIn,
  tally: Tally,
): SocketEdge {
  const { ctx } = door
  const { connectionLimit, eventLimit, bufferBytes } = config.sockets
  const connections = new Set<Connection>()
  io.attach(http)
  const peak = watchPeak(io, ctx.clock, statsWindowMs)
  writeOnce(io)
  if (connectionLimit !== null) limitConnections(io, connectionLimit)
  const hold = makeHold(io)
  if (eventLimit > 0) limitPackets(io, hold)
  dropSlowReaders(io, bufferBytes, (request, waitingBytes) => {
    tally.slowReaderDropped()
    ctx.log.info({ address: door.addressOf(request), waitingBytes }, "a socket that does not read was closed")
  })

  // No deadline is earlier than this, and all are looked at once a second anyway.
  let soonest = Number.POSITIVE_INFINITY

  io.on("connection", socket => {
    const connection = new Connection(socket, audience, door.presence, ctx.clock())
    connections.add(connection)
    soonest = Math.min(soonest, connection.deadline)
    socket.on("disconnect", () => connections.delete(connection))
    const intake = new Intake({ eventsAMinute: eventLimit, waitingBytes: bufferBytes }, ctx.clock())
    socket.conn.on("data", (data: string | Buffer) => intake.arrive(data.length))
    socket.onAny((event: string, ...args: unknown[]) => receive(connection, intake, event, args))
  })

  function receive(connection: Connection, intake: Intake, event: string, args: unknown[]): void {
    const ack = typeof args.at(-1) === "function" ? (args.pop() as (answer: unknown) => void) : undefined
    const admitted = intake.admit(ctx.clock())
    if ("error" in admitted) {
      tally.eventRefused()
      hold(connection.socket.conn as unknown as HeldSession)
      ack?.(admitted)
      return
    }
    connection.work = connection.work
      .then(() => handleEvent(door, connection, event, args))
      .catch(error => {
        ctx.log.error({ err: error, event }, "an event failed")
        return failure("INTERNAL_SERVER_ERROR", "Something went wrong here; the server's log has it.")
      })
      .then(answer => {
        intake.finish(admitted.bytes)
        soonest = Math.min(soonest, connection.deadline)
        if (answer !== undefined) ack?.(answer)
      })
      .catch(error => ctx.log.error({ err: error, event }, "an ack could not be sent"))
  }

  function expireDue(): void {
    const now = ctx.clock()
    if (now < soonest) return
    soonest = now + 1000
    for (const connection of connections) {
      connection.expire(now)
      soonest = Math.min(soonest, connection.deadline)
    }
  }
  const second = setInterval(expireDue, 1000)
  // Published clients watch for this event and reconnect without it (contract: realtime.md 8.1).
  const heartbeat = setInterval(() => io.emit(fromServer.ping), config.sockets.pingIntervalMs)

  return {
    peak,
    list: limit => liveOf(connections, door.addressOf, limit),
    expireDue,
    renewToken: (clientId, token, expiresAt) => {
      for (const connection of connections) {
        if (connection.caller?.clientId !== clientId || connection.caller.token !== token) continue
        connection.deadline = expiresAt
      }
      soonest = Math.min(soonest, expiresAt)
      expireDue()
    },
    endTokens: (clientId, { tokens, foreign, reason }) => {
      for (const connection of connections) {
        const { caller } = connection
        if (caller?.clientId !== clientId) continue
        const { token } = caller
        if (tokens.includes(token) || (caller.foreign && foreign && foreign.kept !== token))
          connection.end(ctx.clock(), reason)
      }
    },
    close: async () => {
      clearInterval(second)
      clearInterval(heartbeat)
      const open = Object.values((io.engine as unknown as { clients: Record<string, EngineSocket> }).clients)
      for (const client of open) client.close()
      await Promise.all([...connections].map(connection => connection.work))
    },
  }
}

/** One Engine.IO session, whether or not a Socket.IO connection stands on it yet. */
interface EngineSocket {
  close: () => void
}
