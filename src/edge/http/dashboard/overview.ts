import { statfs } from "node:fs/promises"
import type { AppKeys } from "../../../chat/app-keys.ts"
import { listDeadWebhooks } from "../../../chat/dead-webhooks.ts"
import { listQueues } from "../../../chat/queues.ts"
import { getTotals } from "../../../chat/totals.ts"
import type { Config } from "../../../config/config.ts"
import type { Connections } from "../stats.ts"
import type { Dashboard } from "./api.ts"

interface Watched {
  config: Config
  keys: AppKeys
  version: string
  connections: Connections
}

/** What the first page shows at a glance. */
export function overviewRoutes(
  { ctx, read }: Dashboard,
  { config, keys, version, connections }: Watched,
): void {
  const startedAt = ctx.clock()
  const { http, devices, dataDir } = config

  read("/overview", {}, async ({ request }) => ({
    serverUrl: http.publicUrl ?? `${request.protocol}://${request.host}`,
    version,
    engine: ctx.db.engine,
    startedAt,
    now: ctx.clock(),
    sandbox: http.sandbox,
    clientKey: (await keys.get("clientKey")).value,
    connections: connections.count(),
    peakConnections: connections.peak(),
    counts: await getTotals(ctx),
    waiting: await countWaiting(),
    push: { apns: devices.apns !== null, fcm: devices.fcmFile !== null, webPush: devices.vapid !== null },
    memory: { rss: process.memoryUsage.rss() },
    ...(await freeSpace(dataDir)),
  }))

  async function countWaiting() {
    const { totals } = await listQueues(ctx)
    const sum = (kinds: RegExp) =>
      totals.filter(({ kind }) => kinds.test(kind)).reduce((all, { count }) => all + count, 0)
    const dead = await listDeadWebhooks(ctx, { skip: 0, limit: 1 })
    return {
      outbox: sum(/./),
      pushes: sum(/^push/),
      webhooks: sum(/^webhook$/),
      deadWebhooks: dead.totalCount,
    }
  }
}

/** Bytes that are free where the data are; not every file system says. */
async function freeSpace(folder: string): Promise<{ diskFree?: number }> {
  const space = await statfs(folder).catch(() => undefined)
  return space ? { diskFree: space.bavail * space.bsize } : {}
}
