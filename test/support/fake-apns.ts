import { generateKeyPairSync } from "node:crypto"
import {
  constants,
  createSecureServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2"
import type { AddressInfo } from "node:net"
import type { PeerCertificate, TLSSocket } from "node:tls"
import type { Clock } from "../../src/lib/clock.ts"
import { localhostCertificate, voipCertificate } from "./certificates.ts"
import { type ApnsAnswer, doubtOf, mistakeIn } from "./fake-apns-rules.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })

/** What Apple gave to the app's team; the fake verifies what is made of it. */
export const apnsKey = {
  key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  keyId: "ABC123DEFG",
  teamId: "DEF123GHIJ",
}

export interface ApnsArrival {
  /** The number of the connection it came over, from 0. */
  connection: number
  device: string
  headers: IncomingHttpHeaders
  bytes: number
  body: Json
  /** The common name of the certificate that the sender showed. */
  certificate?: string
}

/**
 * Nothing is success; "drop" loses the connection and "break" does so amid an answer; "hang" never answers and "stall"
 * stops amid an answer; "refuse" says that the push was not looked at.
 */
type Reaction = (
  arrival: ApnsArrival,
) => ApnsAnswer | "drop" | "break" | "hang" | "stall" | "refuse" | undefined

export interface FakeApns {
  url: string
  ca: string
  /** What kept Apple's rules, in the order it came. */
  arrived: ApnsArrival[]
  /** Waits for so many. */
  count: (pushes: number) => Promise<ApnsArrival[]>
  /** The most streams that were open at once. */
  mostAtOnce: () => number
  connections: () => number
  /** Waits for so many pings. */
  pinged: (pings: number) => Promise<void>
  /** How pushes are answered from now on; with success unless told otherwise. */
  answer: (reaction: Reaction) => void
  /** Leaves every push without an answer until the returned function is called. */
  hold: () => () => void
  /** Says goodbye on the connection of the next push but so many; what comes after that push is not looked at. */
  goAway: (afterPushes: number, errorCode?: number) => void
  close: () => Promise<void>
}

const patienceMs = 20_000

/** One connection. */
interface Line {
  number: number
  socket?: TLSSocket
  /** The last stream that is looked at. */
  lastTaken: number
  /** A good push came over it. */
  trusted: boolean
}

/** Apple's push host: TLS, HTTP/2, and the checks Apple makes (contract: push.md 5 and 6). */
export async function startFakeApns({
  clock = Date.now,
  streams = 1000,
  port = 0,
}: {
  clock?: Clock
  streams?: number
  port?: number
} = {}): Promise<FakeApns> {
  const arrived: ApnsArrival[] = []
  const waiting = new Set<() => void>()
  const lines = new Map<Http2Session, Line>()
  let reaction: Reaction = () => undefined
  let held: Promise<void> | undefined
  let open = 0
  let most = 0
  let pings = 0
  let leaving: { afterPushes: number; errorCode: number } | undefined

  const server = createSecureServer({
    ...localhostCertificate,
    // Like Apple's, until it knows who pushes.
    settings: { maxConcurrentStreams: 1 },
    ...{ requestCert: true, rejectUnauthorized: false, ca: voipCertificate.cert },
  })
  let newest: TLSSocket | undefined
  server.prependListener("secureConnection", socket => {
    newest = socket
  })
  server.on("session", session => {
    lines.set(session, {
      number: lines.size,
      socket: newest,
      lastTaken: Number.POSITIVE_INFINITY,
      trusted: false,
    })
    session.on("error", () => {})
    session.on("ping", () => {
      pings++
      look()
    })
  })
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    const { session } = stream
    const line = session && lines.get(session)
    stream.on("error", () => {})
    if (!line || isLate(stream, session, line)) return
    most = Math.max(most, ++open)
    stream.on("close", () => open--)
    const chunks: Buffer[] = []
    stream.on("data", (chunk: Buffer) => chunks.push(chunk))
    stream.on("end", async () => {
      const text = Buffer.concat(chunks)
      const certificate = nameOn(line.socket?.getPeerCertificate())
      const doubt = certificate ? undefined : await doubtOf(headers, { publicKey, ...apnsKey }, clock())
      const mistake = mistakeIn(headers, text.length) ?? doubt
      if (mistake) return reply(stream, headers, mistake)
      if (!line.trusted && !session.destroyed) session.settings({ maxConcurrentStreams: streams })
      line.trusted = true
      const device = decodeURIComponent(String(headers[":path"]).slice("/3/device/".length))
      const body = JSON.parse(text.toString())
      const arrival = { connection: line.number, device, headers, bytes: text.length, body, certificate }
      arrived.push(arrival)
      const answer = reaction(arrival)
      look()
      await held
      if (answer === "drop") line.socket?.destroy()
      else if (answer === "break") begin(stream, () => line.socket?.destroy())
      else if (answer === "stall") begin(stream)
      else if (answer === "refuse") stream.close(constants.NGHTTP2_REFUSED_STREAM)
      else if (answer !== "hang") reply(stream, headers, answer)
    })
  })

  /** Says goodbye when its push has come. @returns true for a push after it. */
  function isLate({ id = 0 }: ServerHttp2Stream, session: Http2Session, line: Line): boolean {
    if (id > line.lastTaken) return true
    if (leaving && leaving.afterPushes-- === 0) {
      line.lastTaken = id
      session.goaway(leaving.errorCode, id)
      leaving = undefined
    }
    return false
  }

  await new Promise<void>(resolve => server.listen(port, "127.0.0.1", resolve))

  function until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not come`)), patienceMs)
      const check = () => {
        if (!isSo()) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  }

  function look(): void {
    for (const check of waiting) check()
  }

  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: localhostCertificate.cert,
    arrived,
    count: async wanted => {
      await until(`push ${wanted}`, () => arrived.length >= wanted)
      return arrived
    },
    pinged: wanted => until(`ping ${wanted}`, () => pings >= wanted),
    mostAtOnce: () => most,
    connections: () => lines.size,
    answer: next => {
      reaction = next
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    goAway: (afterPushes, errorCode = 0) => {
      leaving = { afterPushes, errorCode }
    },
    close: () => {
      for (const session of lines.keys()) session.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

function reply(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  answer: ApnsAnswer = { status: 200 },
) {
  if (stream.destroyed) return
  stream.respond({ ":status": answer.status, "apns-id": headers["apns-id"], ...answer.headers })
  stream.end(answer.reason ? JSON.stringify({ reason: answer.reason }) : undefined)
}

function begin(stream: ServerHttp2Stream, then?: () => void): void {
  stream.respond({ ":status": 400 })
  stream.write('{"rea', then)
}

function nameOn(certificate: PeerCertificate | undefined): string | undefined {
  const name = certificate?.subject?.CN
  return typeof name === "string" ? name : undefined
}
