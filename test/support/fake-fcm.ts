import { generateKeyPairSync, randomUUID } from "node:crypto"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { jwtVerify } from "jose"
import type { Clock } from "../../src/lib/clock.ts"
import { violationOf } from "./fake-fcm-rules.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

interface FcmPush {
  headers: IncomingHttpHeaders
  /** Of the whole request. */
  bytes: number
  message: Json
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  body: object | string
}

/** How a call is answered: undefined is as Google would; `hang` never, `drop` by closing the connection. */
type Reaction = (push: FcmPush) => Reply | "hang" | "drop" | undefined

export interface FakeFcm {
  url: string
  /** The content of a service account's file that may send here. */
  accountFile: string
  /** Every push that was understood, refused ones too, in the order they came. */
  pushes: FcmPush[]
  /** Waits until so many pushes have come. */
  count: (pushes: number) => Promise<FcmPush[]>
  react: (reaction?: Reaction) => void
  /** How many access tokens were asked for. */
  grants: () => number
  /** How requests for access tokens are answered from now on; as Google would when absent. */
  reactToGrant: (reply?: Reply) => void
  /** Access tokens that were given are not accepted any more. */
  revoke: () => void
  /** How many connections were ever made. */
  connections: () => number
  breakConnections: () => void
  close: () => Promise<void>
}

const patienceMs = 20_000
const projectId = "parley-test"
const clientEmail = "push@parley-test.iam.gserviceaccount.com"
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })

/** An error as FCM words it. @param errorCode its own code, if it has one beside the status. */
export function fcmError(code: number, status: string, message: string, errorCode?: string): Reply {
  const details = errorCode
    ? [{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", errorCode }]
    : undefined
  return { status: code, body: { error: { code, message, status, details } } }
}

/** Google's token endpoint and FCM HTTP v1 in one: it checks what Google checks and refuses as Google does. */
export async function startFakeFcm(clock: Clock = Date.now): Promise<FakeFcm> {
  const pushes: FcmPush[] = []
  const tokens = new Map<string, number>()
  const waiting = new Set<() => void>()
  let grants = 0
  let connections = 0
  let reaction: Reaction = () => undefined
  let grantReply: Reply | undefined

  const server = createServer(async (request, response) => {
    const text = await textOf(request)
    const reply = request.url === "/token" ? await grant(text) : push(request, text)
    if (reply === "drop") response.destroy()
    else if (reply !== "hang") write(response, reply)
  })
  server.on("connection", () => connections++)
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function grant(text: string): Promise<Reply> {
    grants++
    if (grantReply) return grantReply
    const flaw = await grantFlaw(new URLSearchParams(text), `${url}/token`, clock())
    if (flaw)
      return { status: 400, body: { error: "invalid_grant", error_description: `Invalid JWT: ${flaw}` } }
    const token = `ya29.${randomUUID()}`
    tokens.set(token, clock() + 3600_000)
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: "Bearer" } }
  }

  function push({ url: path, method, headers }: IncomingMessage, text: string): ReturnType<Reaction> & {} {
    if (method !== "POST" || path !== `/v1/projects/${projectId}/messages:send`)
      return { status: 404, body: "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>" }
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? ""
    if ((tokens.get(bearer) ?? 0) <= clock())
      return fcmError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
    const body = JSON.parse(text)
    const arrived = { headers, bytes: Buffer.byteLength(text), message: body.message }
    pushes.push(arrived)
    for (const look of waiting) look()
    return reaction(arrived) ?? judge(body)
  }

  return {
    url,
    accountFile: JSON.stringify({
      type: "service_account",
      project_id: projectId,
      private_key_id: "key-1",
      private_key: keys.privateKey.export({ type: "pkcs8", format: "pem" }),
      client_email: clientEmail,
      token_uri: `${url}/token`,
    }),
    pushes,
    count: wanted =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`push ${wanted} did not come`)), patienceMs)
        const look = () => {
          if (pushes.length < wanted) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(pushes)
        }
        waiting.add(look)
        look()
      }),
    react: (next = () => undefined) => {
      reaction = next
    },
    grants: () => grants,
    reactToGrant: reply => {
      grantReply = reply
    },
    revoke: () => tokens.clear(),
    connections: () => connections,
    breakConnections: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** @returns what is wrong with a request for an access token. */
async function grantFlaw(form: URLSearchParams, audience: string, now: number): Promise<string | undefined> {
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer") return "grant type"
  try {
    const { payload, protectedHeader } = await jwtVerify(form.get("assertion") ?? "", keys.publicKey, {
      ...{ algorithms: ["RS256"], issuer: clientEmail, audience, currentDate: new Date(now) },
      requiredClaims: ["iat", "exp", "scope"],
    })
    if (protectedHeader.kid !== "key-1") return "key id"
    if (payload.scope !== "https://www.googleapis.com/auth/firebase.messaging") return "scope"
    const { iat = 0, exp = 0 } = payload
    return exp - iat > 3600 || iat > now / 1000 ? "Token must be a short-lived token (60 minutes)" : undefined
  } catch (error) {
    return (error as Error).message
  }
}

function judge(body: Json): Reply {
  const violation = violationOf(body)
  if (!violation) return { status: 200, body: { name: `projects/${projectId}/messages/${randomUUID()}` } }
  const details = [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [violation] }]
  const error = { code: 400, message: violation.description, status: "INVALID_ARGUMENT", details }
  return { status: 400, body: { error } }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  const type = typeof body === "string" ? "text/html" : "application/json"
  response.writeHead(status, { "content-type": `${type}; charset=UTF-8`, ...headers })
  response.end(typeof body === "string" ? body : JSON.stringify(body))
}
