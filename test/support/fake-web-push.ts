import { EventEmitter, once } from "node:events"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { importJWK, type JWTPayload, jwtVerify } from "jose"
import type { Clock } from "../../src/lib/clock.ts"
import { makeBrowser, type SubscribedBrowser } from "./subscribed-browser.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

export interface ArrivedPush {
  /** Of the browser that it was for. */
  token: string
  headers: IncomingHttpHeaders
  /** What was sent. */
  encrypted: Buffer
  /** What the browser read in it. */
  text: string
  body: Json
  /** What the application server said of itself. */
  claims: JWTPayload
}

export interface FakeWebPush {
  origin: string
  /** A browser subscribes for pushes of the holder of this VAPID key. @returns its token, as it is registered. */
  subscribe: (vapidPublicKey: string) => string
  /** The browser gives its subscription up. */
  unsubscribe: (token: string) => void
  /** Those that would have been shown, in the order they came, whatever the answer was. */
  pushes: ArrivedPush[]
  /** Waits until so many pushes have come. */
  count: (pushes: number) => Promise<ArrivedPush[]>
  /** How good pushes are answered from now on; with 201 when absent. One that never ends the answer hangs. */
  react: (reaction?: (response: ServerResponse) => void) => void
  /** How many connections were ever made. */
  connections: () => number
  breakConnections: () => void
  close: () => Promise<void>
}

const patienceMs = 20_000

/**
 * A browser's push service with its browsers: it checks what real ones check, refuses as they do, and reads what was
 * encrypted (RFC 8030, 8291, 8292).
 */
export async function startFakeWebPush(clock: Clock = Date.now): Promise<FakeWebPush> {
  const subscriptions = new Map<string, { token: string; browser: SubscribedBrowser; vapidKey: string }>()
  const ended = new Set<string>()
  const pushes: ArrivedPush[] = []
  const arrivals = new EventEmitter()
  const sockets = new Set<Socket>()
  let connections = 0
  const accept = (response: ServerResponse): void => {
    response.writeHead(201).end()
  }
  let reaction = accept

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const path = request.url ?? ""
    const subscription = subscriptions.get(path)
    const refusal = (status: number) => void response.writeHead(status).end(`about ${path}`)
    if (!subscription) return refusal(ended.has(path) ? 410 : 404)
    const flaw = request.method === "POST" ? flawOf(request.headers, body) : 405
    if (flaw) return refusal(flaw)
    const claims = await claimsOf(request.headers.authorization, subscription.vapidKey, origin(), clock())
    if (typeof claims === "number") return refusal(claims)
    const { token, browser } = subscription
    const text = browser.decrypt(body)
    const { headers } = request
    pushes.push({ token, headers, encrypted: body, text, body: JSON.parse(text), claims })
    reaction(response)
    arrivals.emit("push")
  })
  server.on("connection", socket => {
    connections++
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))

  return {
    origin: origin(),
    subscribe: vapidKey => {
      const browser = makeBrowser()
      const path = `/push/${browser.keys.auth}`
      const token = JSON.stringify({ endpoint: origin() + path, expirationTime: null, keys: browser.keys })
      subscriptions.set(path, { token, browser, vapidKey })
      return token
    },
    unsubscribe: token => {
      const path = new URL(JSON.parse(token).endpoint).pathname
      subscriptions.delete(path)
      ended.add(path)
    },
    pushes,
    count: async wanted => {
      const signal = AbortSignal.timeout(patienceMs)
      while (pushes.length < wanted) await once(arrivals, "push", { signal })
      return pushes
    },
    react: (next = accept) => {
      reaction = next
    },
    connections: () => connections,
    breakConnections: () => {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** @returns the status that refuses the push, 0 for none. */
function flawOf({ ttl, urgency, topic, ...headers }: IncomingHttpHeaders, body: Buffer): number {
  if (body.length > 4096) return 413
  if (headers["content-encoding"] !== "aes128gcm") return 415
  if (typeof ttl !== "string" || !/^\d+$/.test(ttl)) return 400
  if (urgency !== undefined && !/^(very-low|low|normal|high)$/.test(String(urgency))) return 400
  return topic === undefined || /^[\w-]{1,32}$/.test(String(topic)) ? 0 : 400
}

/** @returns what the application server proved to be, or the status that refuses it. */
async function claimsOf(header: string | undefined, key: string, audience: string, nowMs: number) {
  const { jwt = "", k } = /^vapid t=(?<jwt>[^,\s]+), ?k=(?<k>[\w-]+)$/.exec(header ?? "")?.groups ?? {}
  if (!k) return 401
  if (k !== key) return 403
  const point = Buffer.from(k, "base64url")
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(half => half.toString("base64url"))
  const verifying = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256")
  const rules = { audience, algorithms: ["ES256"], requiredClaims: ["exp", "sub"] }
  try {
    const { payload } = await jwtVerify(jwt, verifying, { ...rules, currentDate: new Date(nowMs) })
    return Number(payload.exp) > nowMs / 1000 + 86_400 ? 403 : payload
  } catch {
    return 403
  }
}
