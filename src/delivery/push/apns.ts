import { createSecureContext } from "node:tls"
import type { Clock } from "../../lib/clock.ts"
import type { Answer } from "../outbound.ts"
import { handoverOf, wordOf } from "./apns-answer.ts"
import { type Connection, makeConnection } from "./apns-connection.ts"
import type { Request } from "./apns-exchange.ts"
import { alertWriter, callWriter, type LetterWriter } from "./apns-letter.ts"
import { makeProviderTokens, type ProviderToken, type TokenKey } from "./apns-token.ts"
import type { Handover, Parcel, Provider } from "./notice.ts"

export interface ApnsCredentials extends TokenKey {
  bundleId: string
  /** PEM texts; proves who we are for calls, in place of the token key. */
  voipCertificate?: { cert: string; key: string }
}

export interface ApnsSurroundings {
  /** Of `apnsHosts`. */
  hosts: string[]
  clock: Clock
  /** Played with what is shown (NOTIFICATION_SOUND_IOS). */
  sound: string
  /** Who else is trusted to sign the hosts' certificates. PEM text. */
  ca?: string
  times?: ApnsTimes
}

interface ApnsTimes {
  /** For all of one request. */
  answerMs: number
  /** For opening a connection, and for the answer to a ping. */
  patienceMs: number
  pingEveryMs: number
}

const usualTimes: ApnsTimes = { answerMs: 15_000, patienceMs: 10_000, pingEveryMs: 60_000 }

/** @returns the host to use, and where a token goes that is bad there: an app's builds belong to one or the other. */
export function apnsHosts({ url, sandbox }: { url: string | null; sandbox: boolean }): string[] {
  if (url) return [url]
  const hosts = ["https://api.push.apple.com", "https://api.sandbox.push.apple.com"]
  return sandbox ? hosts.reverse() : hosts
}

/**
 * Carries pushes to iOS: alerts, and calls (contract: push.md 5 and 6). Both share connections unless calls have a
 * certificate; closing one closes those for both.
 * @throws Error with a sentence for the operator when a key or certificate cannot be used.
 */
export function makeApns(
  credentials: ApnsCredentials,
  surroundings: ApnsSurroundings,
): Record<"ios" | "ios-voip", Provider> {
  const { bundleId, voipCertificate } = credentials
  const { hosts, clock, sound, ca, times = usualTimes } = surroundings
  const connect = (certificate?: { cert: string; key: string }) =>
    hosts.map(origin => makeConnection({ origin, tls: { ca, ...certificate }, ...times }, times.answerMs))
  if (voipCertificate) checkCertificate(voipCertificate)
  const byToken = { connections: connect(), nextToken: makeProviderTokens(credentials, clock) }
  const forCalls = voipCertificate ? { connections: connect(voipCertificate) } : byToken
  return {
    ios: makeProvider(byToken, alertWriter(bundleId, sound), clock),
    "ios-voip": makeProvider(forCalls, callWriter(bundleId), clock),
  }
}

interface Access {
  connections: Connection[]
  /** Absent: a certificate says who we are. */
  nextToken?: () => ProviderToken
}

function makeProvider({ connections, nextToken }: Access, write: LetterWriter, clock: Clock): Provider {
  const [home, other] = connections as [Connection, Connection?]

  async function send({ identity, token, notice }: Parcel): Promise<Handover> {
    const letter = write(notice)
    if ("outcome" in letter) return letter
    const request = {
      path: `/3/device/${encodeURIComponent(token.toWellFormed())}`,
      headers: { ...letter.headers, "apns-id": identity },
      body: letter.body,
    }
    const answer = await ask(home, request)
    const handover = handoverOf(answer, clock())
    const word = wordOf(answer)
    if (word === "BadDeviceToken" && other) {
      const second = handoverOf(await ask(other, request), clock())
      return second.outcome === "sent" || second.outcome === "retry" ? second : handover
    }
    // The operator named that topic: it says nothing about the device.
    if (word === "DeviceTokenNotForTopic" && notice.topic)
      return { outcome: "refused", reason: `${word}: the device does not belong to the given topic` }
    return handover
  }

  async function ask(connection: Connection, request: Request): Promise<Answer> {
    if (!nextToken) return connection.request(request)
    const token = nextToken()
    const answer = await connection.request(await signed(request, token))
    if (wordOf(answer) !== "ExpiredProviderToken") return answer
    token.refused = true
    const next = nextToken()
    return next === token ? answer : connection.request(await signed(request, next))
  }

  return {
    send,
    close: () => {
      for (const connection of connections) connection.close()
    },
  }
}

async function signed(request: Request, token: ProviderToken): Promise<Request> {
  return { ...request, headers: { ...request.headers, authorization: `bearer ${await token.text}` } }
}

function checkCertificate(pair: { cert: string; key: string }): void {
  try {
    createSecureContext(pair)
  } catch {
    throw new Error("APNS_VOIP_CERT and APNS_VOIP_KEY must be the PEM texts of a certificate and its own key")
  }
}
