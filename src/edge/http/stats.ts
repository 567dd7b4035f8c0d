import { freemem, totalmem } from "node:os"
import type { AppKeys } from "../../chat/app-keys.ts"
import { getStats } from "../../chat/stats.ts"
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
  keys: AppKeys
  showKeys: boolean
  connections: Connections
}

const masked = { clientKey: "***", apiKey: "***" }

export function statRoutes({ route, ctx }: Api, { keys, showKeys, connections }: Counted): void {
  const denied = "PERMISSION_DENIED"
  const keyNow = async (kind: "clientKey" | "apiKey") => (await keys.get(kind)).value
  const shown = async () => ({ clientKey: await keyNow("clientKey"), apiKey: await keyNow("apiKey") })

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
        keys: showKeys ? await shown() : masked,
        peakConnections: connections.peak(),
        memory: { total: totalmem(), free: freemem() },
      }),
  )
}
