import { freemem, totalmem } from "node:os"
import { getStats } from "../../chat/stats.ts"
import type { Keys } from "../../config/config.ts"
import { presentStats } from "../../present/stats.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** The live connections of this process. */
export interface Connections {
  count: () => number
  /** Most at once in the last hour. */
  peak: () => number
  /** Whether a user has one. */
  isConnected: (clientId: string) => boolean
}

interface Counted {
  keys: Pick<Keys, "clientKey" | "apiKey">
  showKeys: boolean
  connections: Connections
}

const masked = { clientKey: "***", apiKey: "***" }

export function statRoutes({ route, ctx }: Api, { keys, showKeys, connections }: Counted): void {
  const denied = "PERMISSION_DENIED"

  route(
    "GET",
    "/admin/connection-count",
    "platform",
    { summary: "Number of live sockets", result: model.count, denied },
    async () => ({ count: connections.count() }),
  )

  route(
    "GET",
    "/admin/stats",
    "platform",
    { summary: "Usage of the last hour", result: model.stats, denied },
    async () =>
      presentStats({
        stats: await getStats(ctx),
        keys: showKeys ? keys : masked,
        peakConnections: connections.peak(),
        memory: { total: totalmem(), free: freemem() },
      }),
  )
}
