import compress from "@fastify/compress"
import cors from "@fastify/cors"
import formBody from "@fastify/formbody"
import rateLimit from "@fastify/rate-limit"
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify"
import type { AppKeys } from "../../chat/app-keys.ts"
import { recordLogin } from "../../chat/clients.ts"
import type { Context } from "../../chat/context.ts"
import type { Config } from "../../config/config.ts"
import { aiStreamingRoutes } from "./ai-streaming.ts"
import { makeApi } from "./api.ts"
import { type CountCall, makeAuthenticate } from "./auth.ts"
import { badgeRoutes } from "./badges.ts"
import { batchRoutes } from "./batches.ts"
import { blockRoutes } from "./blocks.ts"
import { changeRoutes } from "./changes.ts"
import { clientRoutes } from "./clients.ts"
import { type DashboardDoors, dashboardScope } from "./dashboard/scope.ts"
import { docRoutes } from "./docs.ts"
import { sendError, sendNotFound } from "./envelope.ts"
import { fileScope, isOfFiles } from "./file-scope.ts"
import { groupRoutes } from "./groups.ts"
import { historyRoutes } from "./history.ts"
import { invitationRoutes } from "./invitations.ts"
import { logoutRoutes } from "./logout.ts"
import { meRoutes } from "./me.ts"
import { memberRoutes } from "./members.ts"
import { messageChangeRoutes } from "./message-changes.ts"
import { messageListRoutes } from "./message-lists.ts"
import { messageRoutes } from "./messages.ts"
import { muteRoutes } from "./mutes.ts"
import { myPrefRoutes } from "./my-prefs.ts"
import { operatorRoutes } from "./operators.ts"
import { pageRoutes } from "./pages.ts"
import { pushRoutes } from "./pushes.ts"
import { reportRoutes } from "./reports.ts"
import { roomListRoutes } from "./room-lists.ts"
import { roomPrefRoutes } from "./room-prefs.ts"
import { roomRoutes } from "./rooms.ts"
import { searchRoutes } from "./search.ts"
import { settingRoutes } from "./settings.ts"
import { makeSigner } from "./signed-url.ts"
import { statRoutes } from "./stats.ts"
import { tokenRoutes } from "./tokens.ts"
import { makeRefuseUnreadable } from "./unreadable.ts"
import { userDeletionRoutes } from "./user-deletions.ts"
import { webhookRoutes } from "./webhooks.ts"

/** Bodies of JSON calls; files have their own limit. */
const largestBody = 1024 * 1024

interface Doors extends Omit<DashboardDoors, "ctx" | "own"> {
  config: Config
  keys: AppKeys
  ping: () => Promise<void>
  metrics: () => Promise<{ contentType: string; text: string }>
  /** Called after every answer, with its route and status. */
  answered: (method: string, route: string, status: number) => void
}

/** The HTTP half of the edge: one application, every route, not yet listening. */
export async function makeApp(ctx: Context, doors: Doors): Promise<FastifyInstance> {
  const { config, keys } = doors
  const anyOrigin = config.http.corsOrigins.includes("*")
  const app = fastify({
    // Requests are counted, not logged: their addresses may carry tokens. What goes wrong is logged where it is answered.
    loggerInstance: ctx.log.isLevelEnabled("warn") ? ctx.log.child({}, { level: "warn" }) : ctx.log,
    // One logger for all: a child for each request would cost more than many a request does.
    childLoggerFactory: logger => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    return503OnClosing: false,
    trustProxy: config.http.trustedProxies.length > 0 ? config.http.trustedProxies : false,
    forceCloseConnections: "idle",
    // No hook runs for these, so the browser's permission to read them is given here.
    frameworkErrors: (error, request, reply) => {
      if (anyOrigin || isOfFiles(request.url)) reply.header("access-control-allow-origin", "*")
      void sendError(error, request as FastifyRequest, reply as FastifyReply)
    },
    clientErrorHandler: makeRefuseUnreadable(anyOrigin),
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: 4096,
    },
  }) as unknown as FastifyInstance

  await app.register(cors, {
    origin: anyOrigin ? "*" : config.http.corsOrigins,
    methods: ["GET", "HEAD", "POST", "PUT", "DELETE"],
    // The headers that a preflight asks for are granted as they are: clients send x-timezone, CLIENT_KEY and more.
    maxAge: 86_400,
    strictPreflight: false,
  })
  await app.register(formBody)
  // Only reads are worth compressing; they say so where they are declared.
  await app.register(compress, { global: false, threshold: 1024, encodings: ["gzip", "br", "deflate"] })
  await app.register(rateLimit, { global: false })
  acceptEmptyJson(app)
  app.setErrorHandler(sendError)
  app.setNotFoundHandler(sendNotFound)
  app.addHook("onResponse", (request, reply, done) => {
    doors.answered(request.method, request.routeOptions.url ?? "none", reply.statusCode)
    done()
  })

  const signer = makeSigner(ctx.jwtSecret, ctx.clock)
  const authenticate = makeAuthenticate(ctx, {
    accepts: keys.accepts,
    apiSources: config.http.apiSources,
    sandbox: config.http.sandbox,
    countCall: makeCountCall(app, config.http.apiRateLimit),
    isSigned: signer.admits,
    signedIn: makeSignedIn(ctx),
  })
  const api = makeApi(app, ctx, config.appID, authenticate, doors.connections.isConnected)
  for (const routes of [clientRoutes, tokenRoutes, groupRoutes, meRoutes, logoutRoutes, myPrefRoutes])
    routes(api)
  for (const routes of [muteRoutes, roomPrefRoutes, blockRoutes, badgeRoutes, changeRoutes]) routes(api)
  for (const routes of [roomRoutes, roomListRoutes, memberRoutes, invitationRoutes, aiStreamingRoutes])
    routes(api)
  for (const routes of [messageRoutes, historyRoutes, messageChangeRoutes, userDeletionRoutes]) routes(api)
  for (const routes of [batchRoutes, messageListRoutes, searchRoutes, pushRoutes]) routes(api)
  for (const routes of [webhookRoutes, reportRoutes]) routes(api)
  const vapid = config.devices.vapid && { vapidPublicKey: config.devices.vapid.publicKey }
  const own = { ...vapid }
  settingRoutes(api, own)
  statRoutes(api, { keys, showKeys: config.http.statsShowKeys, connections: doors.connections })
  await app.register(fileScope, { api, signer, publicUrl: config.http.publicUrl })
  operatorRoutes(app, { ...doors, authenticate, metricsPublic: config.http.metricsPublic })
  const known = { appID: config.appID, domain: "", ...vapid }
  const bootstrap = async () => ({ clientKey: (await keys.get("clientKey")).value, ...known })
  const { sandbox } = config.http
  await app.register(docRoutes, { operations: api.operations, version: doors.version, sandbox })
  await app.register(pageRoutes, {
    folder: doors.webFolder,
    version: doors.version,
    frameAncestors: config.http.frameAncestors,
    bootstrap,
  })
  await app.register(dashboardScope, { ...doors, ctx, own })
  return app
}

/** Clients send the JSON type without a body on calls that need none. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "ignore")
  // Only JSON and forms are read; the library would also take plain text.
  app.removeContentTypeParser(["application/json", "text/plain"])
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined)
    else parse(request, body as string, done)
  })
}

function makeCountCall(app: FastifyInstance, perMinute: number): CountCall | undefined {
  if (perMinute === 0) return
  const count = app.createRateLimit({ max: perMinute, timeWindow: 60_000, keyGenerator: () => "api-key" })
  return async request => {
    const state = await count(request)
    return state.isAllowed || !state.isExceeded ? 0 : Math.max(1, state.ttlInSeconds)
  }
}

/** A user's sign-in is noted at most once a minute over REST, so that reading costs no writing. */
function makeSignedIn(ctx: Context): (clientId: string, request: FastifyRequest) => void {
  const noted = new Map<string, number>()
  return (clientId, request) => {
    const now = ctx.clock()
    if (now - (noted.get(clientId) ?? 0) < 60_000) return
    if (noted.size > 10_000) noted.clear()
    noted.set(clientId, now)
    const { remoteFamily, remotePort } = request.socket
    const address = { address: request.ip, family: remoteFamily ?? "IPv4", port: remotePort ?? 0 }
    recordLogin(ctx, { clientId, at: now, address, userAgent: request.headers["user-agent"] ?? null })
  }
}
