import type { AddressInfo, Socket } from "node:net"
import { join } from "node:path"
import proxyAddr from "@fastify/proxy-addr"
import packageInfo from "../package.json" with { type: "json" }
import { openBlobs } from "./blobs/blobs.ts"
import { type AppKeys, makeAppKeys } from "./chat/app-keys.ts"
import { obeyReply } from "./chat/bot-replies.ts"
import type { Context } from "./chat/context.ts"
import { closeDays } from "./chat/daily-stats.ts"
import type { ChatEvent } from "./chat/events.ts"
import { makeForeignTokens } from "./chat/foreign-tokens.ts"
import type { Config, Keys } from "./config/config.ts"
import { keepKey } from "./config/keys.ts"
import { makeCallbackTest } from "./delivery/callback-tests.ts"
import { makeDeliver } from "./delivery/deliver.ts"
import { makeOutbound } from "./delivery/outbound.ts"
import { makePresence } from "./delivery/presence.ts"
import { makeProviders } from "./delivery/push/providers.ts"
import { makePushTest } from "./delivery/push/push-test.ts"
import { startIndexer } from "./delivery/search/indexer.ts"
import { makeSockets } from "./delivery/sockets.ts"
import { makeSign, makeVerify } from "./delivery/token-service.ts"
import { pushKindsOf, startWorkers } from "./delivery/workers.ts"
import { makeApp } from "./edge/http/app.ts"
import { makeIo, openSocketEdge } from "./edge/socket/server.ts"
import type { Clock } from "./lib/clock.ts"
import type { Log } from "./lib/log.ts"
import { makeMetrics } from "./metrics.ts"
import { openDatabase } from "./store/open.ts"
import { measureWaiting } from "./store/waiting.ts"

export interface Server {
  ctx: Context
  /** The keys of backends and apps as they now are. */
  keys: AppKeys
  /** How browsers reach the server. */
  url: string
  /** True when the database was made by this start. */
  fresh: boolean
  /** Stops accepting, finishes and commits what was accepted, stops the outbox at a row boundary, closes. */
  close: () => Promise<void>
}

/** How long a shutdown waits for others before it goes on without them; the whole must end within 10 s. */
const graceMs = 4000

/** How long the operator's service for tokens may take (contract: webhook.md 7). */
const tokenServiceMs = 5000

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
    devices: () => presence.countDevices(),
    outbox: () => measureWaiting(db, "outbox"),
    sendings: () => measureWaiting(db, "sendings"),
    now: clock,
  })
  const { pingIntervalMs, pingTimeoutMs } = config.sockets
  const presence = makePresence({
    clock,
    // A healthy client answers each heartbeat at once; it need not be waited for until its socket is given up.
    silenceMs: pingIntervalMs + pingTimeoutMs / 2,
    departed: departure => {
      metrics.deviceDeparted()
      workers.release(departure)
    },
  })
  const blobs = await openBlobs({ folder: join(config.dataDir, "files"), s3: config.files.s3 }, clock())
  const { db, fresh } = await openDatabase(config, clock(), {
    committed: metrics.committed,
    failed: error => log.error({ err: error }, "a database connection was lost"),
  })

  const outbound = makeOutbound(config.allowInsecureCallbacks)
  const providers = makeProviders(config.devices, { clock, outbound, sandbox: config.http.sandbox })
  const { verifyUrl, signUrl, secret } = config.auth
  const tokenService = { outbound, clock, secret, timeoutMs: tokenServiceMs }

  let deliver: (event: ChatEvent) => void = () => {}
  const ctx: Context = {
    db,
    clock,
    log,
    jwtSecret: keys.jwtSecret,
    tokenLifeMs: config.tokenLifeMs,
    foreignTokens: verifyUrl === null ? null : makeForeignTokens(makeVerify(tokenService, verifyUrl)),
    signElsewhere: signUrl === null ? null : makeSign(tokenService, signUrl),
    readTracking: config.readTracking,
    pushKinds: pushKindsOf(config),
    rules: {
      ...config.rooms,
      webhooksDurable: config.webhooks.durable,
      privateCallbacks: config.allowInsecureCallbacks,
    },
    blobs,
    files: config.files,
    publish: event => deliver(event),
    searchCaughtUp: () => search.caughtUp(),
  }

  const given = (kind: "apiKey" | "clientKey") => ({ value: keys[kind], fixed: config.keys[kind] !== null })
  const appKeys = makeAppKeys(
    ctx,
    { apiKey: given("apiKey"), clientKey: given("clientKey") },
    (kind, value) => keepKey(config.dataDir, kind, value),
  )
  const app = await makeApp(ctx, {
    config,
    keys: appKeys,
    webFolder,
    version: packageInfo.version,
    connections: {
      count: () => io.engine.clientsCount,
      peak: () => edge.peak(),
      list: limit => edge.list(limit),
      isConnected: presence.isConnected,
    },
    ping: () => db.ping(),
    trials: {
      push: makePushTest({ db, clock, providers }),
      callback: makeCallbackTest({
        ...{ db, clock, outbound },
        addresses: { ...config, badgeUrl: config.devices.badgeUrl },
      }),
    },
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
  const edge = openSocketEdge(
    io,
    app.server,
    config,
    sockets,
    { ctx, appID: config.appID, presence, addressOf: request => proxyAddr(request, trusts) },
    metrics,
  )

  const search = startIndexer({ db, clock, log })
  const workers = startWorkers({
    ...{ db, clock, log, config, outbound, presence, providers },
    finished: metrics.pushFinished,
    settled: metrics.settled,
    obey: (roomId, reply, callId) => obeyReply(ctx, roomId, reply, callId),
  })
  const route = makeDeliver({
    appID: config.appID,
    readTracking: config.readTracking,
    sockets,
    search,
    wakeOutbox: workers.wake,
    renewToken: edge.renewToken,
    endTokens: edge.endTokens,
    isConnected: presence.isConnected,
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

  let counted = Promise.resolve()
  const count = () => {
    counted = closeDays(ctx).catch(error => log.error({ err: error }, "the days could not be counted"))
  }
  const hourly = setInterval(count, 3_600_000)

  function breakCalls(): void {
    outbound.close()
    for (const provider of Object.values(providers)) provider.close()
  }

  async function close(): Promise<void> {
    clearInterval(hourly)
    const closed = app.close()
    // A connection that was busy when the closing began becomes idle when its answer is sent.
    const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
    // Whoever does not finish in this time is cut off: a half-sent request, a peer that never answers a close.
    const cut = setTimeout(() => {
      for (const connection of connections) connection.destroy()
    }, graceMs)
    const giveUp = setTimeout(breakCalls, graceMs)
    await edge.close()
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
    await workers.close()
    clearTimeout(giveUp)
    breakCalls()
    blobs.close()
    await search.close()
    await counted
    await db.close()
  }

  try {
    await app.listen({ host: config.http.host, port: config.http.port })
  } catch (error) {
    await close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  return { ctx, keys: appKeys, url: config.http.publicUrl ?? `http://localhost:${port}`, fresh, close }
}
