import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { expect } from "vitest"
import webPush from "web-push"
import { asUser, call, makeCast, platform } from "../../support/backend.ts"
import { apnsKey, type FakeApns, startFakeApns } from "../../support/fake-apns.ts"
import { type FakeFcm, startFakeFcm } from "../../support/fake-fcm.ts"
import { type FakeWebPush, startFakeWebPush } from "../../support/fake-web-push.ts"
import { apiKey, type Engine, type Parley, startParley } from "../../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

export type Person = keyof Awaited<ReturnType<typeof makeCast>>

export const vapid = webPush.generateVAPIDKeys()

/** One push, whoever carried it. */
export interface Arrival {
  /** For whom, on what: `bob ios phone`. */
  device: string
  /** The message it is about; absent in an operator's own. */
  messageId?: string
  badge: unknown
  /** Whatever was sent. */
  body: Json
}

/** A server with the cast on it, and Apple, Firebase and browsers at the far end. */
export interface PushStage {
  parley: Parley
  cast: Record<Person, string>
  apns: FakeApns
  fcm: FakeFcm
  web: FakeWebPush
  /** Moves everybody's clock forward; it runs on from there. */
  advance: (ms: number) => void
  now: () => number
  backend: (method: string, path: string, body?: unknown, actingAs?: string) => Promise<Json>
  as: (person: Person, method: string, path: string, body?: unknown) => Promise<Json>
  /** Registers `<type> <deviceId>`. */
  subscribe: (who: Person, ...devices: string[]) => Promise<void>
  tokenOf: (who: Person, device: string) => string
  /** Ends all registrations, forgets all that arrived, lets all providers answer as usual. */
  clear: () => Promise<void>
  room: (members: string[], more?: object) => Promise<string>
  /** Sends as the backend does. @returns the message's id. */
  write: (room: string, sender: string, more?: object) => Promise<string>
  /** Every push so far; those of one provider in their order. */
  arrived: () => Arrival[]
  /** Devices that a message was pushed to. */
  pushedTo: (messageId: string) => string[]
  explain: (messageId: string, more?: object) => Promise<Json>
  /** Waits until all pushes of a message are over. @returns lines like `bob ios phone: sent`. */
  fates: (messageId: string) => Promise<string[]>
  close: () => Promise<void>
}

const patience = { timeout: 20_000, interval: 20 }
const ends = ["waiting", "held", "retrying"]

export async function setPushStage(
  engine: Engine,
  settings: Record<string, string> = {},
): Promise<PushStage> {
  let ahead = 0
  const now = () => Date.now() + ahead
  const apns = await startFakeApns({ clock: now })
  const [fcm, web] = [await startFakeFcm(now), await startFakeWebPush(now)]
  // As an operator's own NODE_EXTRA_CA_CERTS: the server is to make real TLS connections.
  setDefaultCACertificates([...getCACertificates("default"), apns.ca])
  const folder = mkdtempSync(join(tmpdir(), "parley-push-"))
  writeFileSync(join(folder, "account.json"), fcm.accountFile)
  const own = {
    ...{ APNS_KEY: apnsKey.key, APNS_KEYID: apnsKey.keyId, APNS_TEAMID: apnsKey.teamId },
    ...{ APNS_APPBUNDLEID: "org.example.chat", APNS_URL: apns.url },
    ...{ FCM_FILE: join(folder, "account.json"), FCM_URL: fcm.url },
    ...{ VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: vapid.privateKey },
    ...{ VAPID_SUBJECT: "mailto:push@example.com", ALLOW_INSECURE_CALLBACKS: "1" },
  }
  const parley = await startParley(engine, { ...own, ...settings }, now)
  const cast = await makeCast(parley.url)
  const names = new Map<string, string>()
  const tokens = new Map<string, string>()

  const backend: PushStage["backend"] = (method, path, body, actingAs) =>
    platform(parley.url, method, path, body, actingAs)

  function tokenOf(who: Person, device: string): string {
    const name = `${who} ${device}`
    const token =
      tokens.get(name) ??
      (device.startsWith("web ")
        ? web.subscribe(vapid.publicKey)
        : `${name}-`.replaceAll(" ", "-").padEnd(40, "0"))
    tokens.set(name, token)
    names.set(token, name)
    return token
  }

  const nameOf = (token: string) => names.get(token) ?? token

  const stage: PushStage = {
    ...{ parley, cast, apns, fcm, web, now, backend, tokenOf },
    advance: ms => {
      ahead += ms
    },
    as: (person, method, path, body) => asUser(parley.url, cast[person], method, path, body),
    subscribe: async (who, ...devices) => {
      for (const device of devices) {
        const [type, deviceId] = device.split(" ")
        await stage.as(who, "POST", "/me/subscribe", { type, deviceId, token: tokenOf(who, device) })
      }
    },
    clear: async () => {
      await parley.ctx.db.write(async tx => tx.run("DELETE FROM devices"))
      tokens.clear()
      apns.arrived.length = fcm.pushes.length = web.pushes.length = 0
      apns.answer(() => undefined)
      fcm.react()
      web.react()
    },
    room: async (members, more = {}) =>
      (await backend("POST", "/rooms/", { roomType: "group", members, ...more }))._id,
    write: async (room, sender, more = {}) =>
      (await backend("POST", "/messages", { room, sender, messageType: "text", message: "x", ...more }))._id,
    arrived: () => [
      ...apns.arrived.map(({ device, body }) => ({
        ...{ device: nameOf(device), messageId: body._id ?? body.payload?._id },
        ...{ badge: body.aps?.badge, body },
      })),
      ...fcm.pushes.map(({ message }) => ({
        ...{ device: nameOf(message.token), messageId: JSON.parse(message.data.payload)._id },
        ...{ badge: message.data.badge && Number(message.data.badge), body: message },
      })),
      ...web.pushes.map(({ token, body }) => ({
        ...{ device: nameOf(token), messageId: body.payload._id, badge: body.badge, body },
      })),
    ],
    pushedTo: messageId =>
      stage
        .arrived()
        .filter(push => push.messageId === messageId)
        .map(push => push.device)
        .sort(),
    explain: (messageId, more = {}) =>
      backend("GET", `/admin/push/explain?${new URLSearchParams({ message: messageId, ...more })}`),
    fates: async messageId => {
      const look = async () => {
        const { outcome, data } = await stage.explain(messageId)
        const open = data.some((fate: Json) => ends.includes(fate.outcome))
        return outcome === "waiting" || open ? [outcome, data] : "over"
      }
      await expect.poll(look, patience).toBe("over")
      return (await stage.explain(messageId)).data.map(lineOf).sort()
    },
    close: async () => {
      await parley.close()
      await Promise.all([apns.close(), fcm.close(), web.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stage
}

function lineOf({ client, deviceType, deviceId, outcome }: Json): string {
  return `${[client, deviceType, deviceId].filter(Boolean).join(" ")}: ${outcome}`
}

/** Calls the server with the API key as it is. @returns status and body. */
export const asOperator = (stage: PushStage, method: string, path: string, body?: unknown) =>
  call(stage.parley.url, method, path, { headers: { "IM-API-KEY": apiKey }, body })
