import { randomUUID } from "node:crypto"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { decodeJwt, jwtVerify, SignJWT } from "jose"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

interface TokenCall {
  path: string
  headers: IncomingHttpHeaders
  text: string
  body: Json
}

/** How a call is answered; one that never ends the answer hangs. */
type Reaction = (response: ServerResponse, call: TokenCall) => void | Promise<void>

/** An operator's own service for tokens: it signs JWTs and checks them, as the published sample does. */
export interface FakeTokenService {
  verifyUrl: string
  signUrl: string
  /** Every call so far, in the order they came. */
  calls: TokenCall[]
  /** Signs a token as an app gets it from the operator's own sign-in. */
  issue: (claims: Record<string, unknown>, endsAt?: number) => Promise<string>
  /** From now on no answer is as usual, or all are again. */
  react: (reaction?: Reaction) => void
  /** Resolves when the next call has come. */
  called: () => Promise<void>
  close: () => Promise<void>
}

const key = new TextEncoder().encode("the secret of the operator's own service")
const yearMs = 365 * 86_400_000

async function issue(claims: Record<string, unknown>, endsAt?: number): Promise<string> {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setJti(randomUUID())
  if (endsAt !== undefined) jwt.setExpirationTime(Math.floor(endsAt / 1000))
  return jwt.sign(key)
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}

const asUsual: Reaction = async (response, { path, body }) => {
  if (path.startsWith("/sign")) {
    const endsAt = Date.now() + yearMs
    const expirationDate = new Date(endsAt).toISOString()
    return answer(response, 200, { token: await issue(body, endsAt), expirationDate })
  }
  try {
    // Whether it has ended is left to whoever asks: the clock of the tests is theirs.
    const { payload } = await jwtVerify(body.token, key, { currentDate: new Date(0) })
    answer(response, 200, payload)
  } catch {
    answer(response, 401, { message: "Invalid token", error: "UNAUTHORIZED" })
  }
}

export async function startTokenService(): Promise<FakeTokenService> {
  const calls: TokenCall[] = []
  const waiting: (() => void)[] = []
  let reaction = asUsual
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", chunk => chunks.push(chunk))
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString()
      const call = { path: request.url ?? "", headers: request.headers, text, body: JSON.parse(text) }
      calls.push(call)
      void reaction(response, call)
      for (const resolve of waiting.splice(0)) resolve()
    })
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    verifyUrl: `${url}/verify?secret=in-the-address`,
    signUrl: `${url}/sign`,
    calls,
    issue,
    react: (next = asUsual) => {
      reaction = next
    },
    called: () => new Promise(resolve => void waiting.push(resolve)),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** What a token says of its user, believed unseen. */
export const claimsOf = (token: string): Json => decodeJwt(token)
