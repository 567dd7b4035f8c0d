import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import webPush from "web-push"
import { localhostCertificate } from "../support/certificates.ts"
import { apnsKey, startFakeApns } from "../support/fake-apns.ts"
import { fcmError, startFakeFcm } from "../support/fake-fcm.ts"
import { startFakeWebPush } from "../support/fake-web-push.ts"
import { startPushReceiver } from "../support/push-receiver.ts"

/** A push as it came to a provider, or a call of a webhook. */
export interface Arrival {
  /** What the receiver knows it by, however often it comes. */
  identity: string
  /** Where it was to go: a token, or `webhook`. */
  device: string
  messageId: string
  /** Which start of the server was the last one then. */
  run: number
  /** What only one start of the server proves itself by: what it sent may still be read when the next one runs. */
  proof: string
  accepted: boolean
}

/** How one push is answered. */
export type Verdict = "accept" | "later" | "silence"

/** All that a server calls, which lives on when it is killed. */
export interface FarEnds {
  /** That make a server call them. */
  settings: Record<string, string>
  webhookUrl: string
  webToken: () => string
  arrivals: Arrival[]
  /** Ids of messages that the documented callback told of, as often as it did. */
  callbacks: string[]
  /** From now on another start of the server is the sender. */
  nextRun: () => void
  /** How many arrivals this run brought. */
  countRun: () => number
  judge: (verdict: (arrival: Omit<Arrival, "accepted">) => Verdict) => void
  /** Waits until what arrived makes something true. */
  until: (isTrue: () => boolean, what: string) => Promise<void>
  close: () => Promise<void>
}

const patienceMs = 30_000

export async function startFarEnds(clock = Date.now): Promise<FarEnds> {
  const folder = mkdtempSync(join(tmpdir(), "parley-far-ends-"))
  const [fcm, apns, web] = [
    await startFakeFcm(clock),
    await startFakeApns({ clock }),
    await startFakeWebPush(clock),
  ]
  const [callback, webhook] = [await startPushReceiver(), await startPushReceiver()]
  const vapid = webPush.generateVAPIDKeys()
  const arrivals: Arrival[] = []
  const callbacks: string[] = []
  const watching = new Set<() => void>()
  let run = 0
  let countRun = 0
  let verdictOf: (arrival: Omit<Arrival, "accepted">) => Verdict = () => "accept"

  function arrive(identity: unknown, device: string, messageId: unknown, proof = `run ${run}`): Verdict {
    const arrival = { identity: String(identity), device, messageId: String(messageId), run, proof }
    const verdict = verdictOf(arrival)
    arrivals.push({ ...arrival, accepted: verdict === "accept" })
    countRun++
    lookAll()
    return verdict
  }

  function lookAll(): void {
    for (const look of [...watching]) look()
  }

  fcm.react(({ message, headers }) => {
    const { _id } = JSON.parse(message.data.payload)
    const verdict = arrive(message.data["parley-id"], message.token, _id, headers.authorization)
    if (verdict === "later") return fcmError(503, "UNAVAILABLE", "The service is currently unavailable.")
    return verdict === "silence" ? "hang" : undefined
  })
  apns.answer(({ headers, device, body }) => {
    const verdict = arrive(headers["apns-id"], device, body._id, headers.authorization)
    if (verdict === "later") return { status: 503, reason: "ServiceUnavailable" }
    return verdict === "silence" ? "hang" : undefined
  })
  web.react(response => {
    const { token, headers, body } = web.pushes.at(-1) as (typeof web.pushes)[number]
    const verdict = arrive(body["parley-id"], token, body.payload._id, headers.authorization)
    if (verdict !== "silence") response.writeHead(verdict === "later" ? 503 : 201).end()
  })
  callback.react((response, { body }) => {
    callbacks.push(body._id)
    lookAll()
    response.end("{}")
  })
  webhook.react((response, { headers, body }) => {
    const verdict = arrive(headers["webhook-id"], "webhook", body.data._id)
    if (verdict !== "silence") response.writeHead(verdict === "later" ? 503 : 204).end()
  })

  const [account, ca] = [join(folder, "account.json"), join(folder, "ca.pem")]
  writeFileSync(account, fcm.accountFile)
  writeFileSync(ca, localhostCertificate.cert)
  return {
    settings: {
      ...{ FCM_FILE: account, FCM_URL: fcm.url },
      ...{
        APNS_URL: apns.url,
        APNS_KEY: apnsKey.key,
        APNS_KEYID: apnsKey.keyId,
        APNS_TEAMID: apnsKey.teamId,
      },
      ...{ APNS_APPBUNDLEID: "org.example.chat", NODE_EXTRA_CA_CERTS: ca },
      ...{ VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: vapid.privateKey },
      ...{ VAPID_SUBJECT: "mailto:push@example.com", ALLOW_INSECURE_CALLBACKS: "1" },
      ...{ PUSH_GENERIC: callback.url, WEBHOOK_DURABLE: "1" },
    },
    webhookUrl: webhook.url,
    webToken: () => web.subscribe(vapid.publicKey),
    arrivals,
    callbacks,
    nextRun: () => {
      run++
      countRun = 0
    },
    countRun: () => countRun,
    judge: next => {
      verdictOf = next
    },
    until: (isTrue, what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watching.delete(look)
          reject(new Error(`waited in vain for ${what}`))
        }, patienceMs)
        const look = () => {
          if (!isTrue()) return
          clearTimeout(timer)
          watching.delete(look)
          resolve()
        }
        watching.add(look)
        look()
      }),
    close: async () => {
      await Promise.all([fcm, apns, web, callback, webhook].map(end => end.close()))
      rmSync(folder, { recursive: true })
    },
  }
}
