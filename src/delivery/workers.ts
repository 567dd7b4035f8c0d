import type { Config } from "../config/config.ts"
import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import type { OutboxRow } from "../store/outbox.ts"
import { forgetSettlements } from "../store/settlements.ts"
import { makeBadgeService } from "./badge-service.ts"
import type { Outbound } from "./outbound.ts"
import { lifeMs, type Outlet, startOutbox } from "./outbox.ts"
import type { Departure, Presence } from "./presence.ts"
import { makePushCarrier, type Providers, type PushWork } from "./push/carrier.ts"
import { pushExternally } from "./push/external.ts"
import { fanOut } from "./push/fan-out.ts"
import { releaseHeld } from "./push/held.ts"
import { type Sender, startSender } from "./sender.ts"
import type { WebhookWork } from "./webhook/call.ts"
import { startWebhooks } from "./webhook/worker.ts"

/** Everything that goes out by itself: the outbox, and what is tried until it is settled. */
export interface Workers {
  /** A message was stored: something may wait. */
  wake: () => void
  /** What was held back for a device that is gone goes out now. */
  release: (departure: Departure) => void
  close: () => Promise<void>
}

interface Work {
  db: Database
  clock: Clock
  log: Log
  config: Config
  outbound: Outbound
  presence: Presence
  providers: Providers
  finished: (outcome: "sent" | "failed" | "expired") => void
  settled: (kind: string, outcome: string) => void
  obey: WebhookWork["obey"]
}

/** Old explanations are forgotten so often, and so many at a time. */
const forgetEveryMs = 60_000
const forgottenAtOnce = 1000

/** What messages are put into the outbox for. */
export function pushKindsOf({ push, devices }: Config): OutboxRow["kind"][] {
  const builtIn = devices.apns || devices.fcmFile || devices.vapid
  return [...(push.version ? [`push-${push.version}` as const] : []), ...(builtIn ? ["push" as const] : [])]
}

export function startWorkers(work: Work): Workers {
  const { db, clock, log, config, finished, settled } = work
  const { workerOn } = config.push
  if (!workerOn) return { wake: () => {}, release: () => {}, close: async () => {} }
  const sender = startSender({ db, clock, log, carrier: makePushCarrier(pushWorkOf(work)), settled })
  const outlets = outletsOf(work, sender)
  const outbox = startOutbox({ db, clock, log, errand: "pushes", outlets, finished })
  const webhooks = startWebhooks({ ...work, ...config.webhooks, appID: config.appID })
  const forgetting = setInterval(() => void forget(), forgetEveryMs)
  forgetting.unref()

  async function forget(): Promise<void> {
    try {
      const before = clock() - config.devices.logMs
      while ((await db.writeSoon(tx => forgetSettlements(tx, before, forgottenAtOnce))) >= forgottenAtOnce) {}
    } catch (error) {
      log.error({ err: error }, "old explanations could not be forgotten")
    }
  }

  return {
    wake: () => {
      outbox.wake()
      sender.wake()
      webhooks.wake()
    },
    release: departure => {
      releaseHeld(db, clock, departure)
        .then(({ due, online }) => {
          for (let i = 0; i < online; i++) settled("push", "online")
          if (due > 0) sender.wake()
        })
        .catch(error => log.error({ err: error }, "what was held back could not be released"))
    },
    close: async () => {
      clearInterval(forgetting)
      await Promise.all([outbox.close(), webhooks.close()])
      await sender.close()
    },
  }
}

function outletsOf(
  { db, clock, config, outbound, presence }: Work,
  sender: Sender,
): Partial<Record<OutboxRow["kind"], Outlet>> {
  const { appID, readTracking, sockets } = config
  const { version, url, secret } = config.push
  const outlets: Partial<Record<OutboxRow["kind"], Outlet>> = {}
  if (version && url) {
    const push = { db, clock, appID, readTracking, url, secret, outbound }
    outlets[`push-${version}`] = { send: row => pushExternally(push, row) }
  }
  const holdMs = sockets.pingIntervalMs + sockets.pingTimeoutMs
  outlets.push = { sendTogether: rows => fanOut({ db, presence, sender, holdMs, lifeMs }, rows) }
  return outlets
}

function pushWorkOf({ db, clock, log, config, outbound, presence, providers }: Work): PushWork {
  const { constantBadge, badgeUrl } = config.devices
  const callbacks = { outbound, clock, secret: config.auth.secret, timeoutMs: 5000 }
  const service = badgeUrl === null ? null : makeBadgeService(callbacks, badgeUrl, log)
  const counted = service ?? (async (_: string, unread: number) => unread)
  const badgeOf = constantBadge === null ? counted : async () => constantBadge
  const shown = constantBadge !== null || config.readTracking
  return { db, clock, appID: config.appID, presence, providers, badgeOf: shown ? badgeOf : null }
}
