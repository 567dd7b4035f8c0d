import type { AddressInfo, Socket } from "node:net"
import { join } from "node:path"
import proxyAddr from "@fastify/proxy-addr"
import packageInfo from "../package.json" with { type: "json" }
import { openBlobs } from "./blobs/blobs.ts"
import type { Context } from "./chat/context.ts"
import type { ChatEvent } from "./chat/events.ts"
import type { Config, Keys } from "./config/config.ts"
import { makeDeliver } from "./delivery/deliver.ts"
import { makeOutbound } from "./delivery/outbound.ts"
import { type OutboxWorker, startOutbox } from "./delivery/outbox.ts"
import { pushExternally } from "./delivery/push/external.ts"
import { startIndexer } from "./delivery/search/indexer.ts"
import { makeSockets } from "./delivery/sockets.ts"
import { makeApp } from "./edge/http/app.ts"
import { makeIo, openSocketEdge } from "./edge/socket/server.ts"
import type { Clock } from "./lib/clock.ts"
import type { Log } from "./lib/log.ts"
import { makeMetrics } from "./metrics.ts"
import { openDatabase } from "./store/open.ts"
import { measureOutbox } from "./store/outbox.ts"

export interface Server {
  ctx: Context
  /** How browsers reach the server. */
  url: string
  /** True when the database was made by this start. */
  fresh: boolean
  /** Stops accepting, finishes and commits what was accepted, stops the outbox at a row boundary, closes. */
  close: () => Promise<void>
}

/** How long a shutdown waits for others before it goes on without them; the whole must end within 10 s. */
const graceMs = 4000

const webFolder = join(import.meta.dirname, "..", "dist", "web")

/** Builds the floors bottom-up and listens: the only place that knows them all. */
export async function startServer(
  config: Config,
  keys: Keys,
  log: Log,
  clock: Clock = Date.now,
): Promise<Server> {
  const io = makeIo(config)
  const metrics = makeMetrics({
    sockets: () => io.engine?.clientsCount ?? 0,
    outbox: () => measureOutbox(db),
    now: clock,
  })
  const blobs = await openBlobs({ folder: join(config.dataDir, "files"), s3: config.files.s3 }, clock())
  const { db, fresh } = await openDatabase(config, clock(), {
    committed: metrics.committed,
    failed: error => log.error({ err: error }, "a database connection was lost"),
  })

  let deliver: (event: ChatEvent) => void = () => {}
  const ctx: Context = {
    db,
    clock,
    log,
    jwtSecret: keys.jwtSecret,
    tokenLifeMs: config.tokenLifeMs,
    readTracking: config.readTracking,
    pushKind: config.push.version && `push-${config.push.version}`,
    rules: { ...config.rooms, privateCallbacks: config.allowInsecureCallbacks },
    blobs,
    files: config.files,
    publish: event => deliver(event),
    searchCaughtUp: () => search.caughtUp(),
  }

  const app = await makeApp(ctx, {
    config,
    keys,
    webFolder,
    version: packageInfo.version,
    connections: { count: () => io.engine.clientsCount, peak: () => edge.peak() },
    ping: () => db.ping(),
    metrics: metrics.text,
    answered: metrics.requestAnswered,
  })
  const connections = new Set<Socket>()
  app.server.on("connection", connection => {
    connections.add(connection)
    connection.on("close", () => connections.delete(connection))
  })
  const sockets = makeSockets(io, metrics.delivered)
  const trusts = proxyAddr.compile(config.http.trustedProxies)
  const edge = openSocketEdge(io, app.server, config, sockets, {
    ctx,
    appID: config.appID,
    addressOf: request => proxyAddr(request, trusts),
  })

  const search = startIndexer({ db, clock, log })
  const outbound = makeOutbound(config.allowInsecureCallbacks)
  const outbox = startPushes()
  const route = makeDeliver({
    appID: config.appID,
    readTracking: config.readTracking,
    sockets,
    search,
    wakeOutbox: () => outbox?.wake(),
    renewToken: edge.renewToken,
    endTokens: edge.endTokens,
    messageCreated: metrics.messageCreated,
  })
  deliver = event => {
    try {
      edge.expireDue()
      route(event)
    } catch (error) {
      // What happened is stored; whoever did it must not be told that it failed.
      log.error({ err: error, event: event.type }, "an event was not told")
    }
  }

  function startPushes(): OutboxWorker | undefined {
    const { url, secret, workerOn } = config.push
    if (!url || !workerOn) return
    const push = { db, clock, appID: config.appID, readTracking: config.readTracking, url, secret, outbound }
    return startOutbox({
      db,
      clock,
      log,
      send: row => pushExternally(push, row),
      finished: metrics.pushFinished,
    })
  }

  async function close(): Promise<void> {
    const closed = app.close()
    // A connection that was busy when the closing began becomes idle when its answer is sent.
    const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
    // Whoever does not finish in this time is cut off: a half-sent request, a peer that never answers a close.
    const cut = setTimeout(() => {
      for (const connection of connections) connection.destroy()
    }, graceMs)
    const giveUp = setTimeout(() => outbound.close(), graceMs)
    await edge.close()
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
    await outbox?.close()
    clearTimeout(giveUp)
    outbound.close()
    blobs.close()
    await search.close()
    await db.close()
  }

  try {
    await app.listen({ host: config.http.host, port: config.http.port })
  } catch (error) {
    await close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  return { ctx, url: config.http.publicUrl ?? `http://localhost:${port}`, fresh, close }
}
