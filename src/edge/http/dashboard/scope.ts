import type { FastifyInstance } from "fastify"
import type { AppKeys } from "../../../chat/app-keys.ts"
import type { Caller } from "../../../chat/caller.ts"
import type { Context } from "../../../chat/context.ts"
import type { OwnSettings } from "../../../chat/settings.ts"
import { ensureSystemClient } from "../../../chat/store-message.ts"
import type { Config } from "../../../config/config.ts"
import type { Connections } from "../stats.ts"
import { makeDashboard, refuseOthers } from "./api.ts"
import { auditRoutes } from "./audit.ts"
import { connectionRoutes, type ListConnections } from "./connections.ts"
import { keyRoutes } from "./keys.ts"
import { messageRoutes } from "./messages.ts"
import { operatorRoutes } from "./operators.ts"
import { outboxRoutes } from "./outbox.ts"
import { overviewRoutes } from "./overview.ts"
import { dashboardPage } from "./page.ts"
import { reportRoutes } from "./reports.ts"
import { roomRoutes } from "./rooms.ts"
import { sessionRoutes } from "./session.ts"
import { settingRoutes } from "./settings.ts"
import { statisticRoutes } from "./statistics.ts"
import { type CallbackTest, type PushTest, trialRoutes } from "./trials.ts"
import { makeIssueToken, userTokenRoutes } from "./user-tokens.ts"
import { userRoutes } from "./users.ts"

export interface DashboardDoors {
  ctx: Context
  config: Config
  keys: AppKeys
  /** Folder of the built browser half. */
  webFolder: string
  version: string
  connections: Connections & { list: ListConnections }
  own: OwnSettings
  trials: { push: PushTest; callback: CallbackTest }
}

/** The operators' dashboard: its page and the calls it makes (docs/operations/dashboard.md). */
export async function dashboardScope(app: FastifyInstance, doors: DashboardDoors): Promise<void> {
  const { ctx, config, keys, connections, own } = doors
  const { publicUrl } = config.http
  const dashboard = makeDashboard(app, ctx, { appID: config.appID, publicUrl })
  const { isConnected } = connections
  const issue = makeIssueToken(ctx, publicUrl)
  const acting = async (): Promise<Caller> => ({ kind: "platform", clientId: await ensureSystemClient(ctx) })
  const reader = {
    ...{ appID: config.appID, readTracking: ctx.readTracking },
    ...{ clientId: null, isPlatform: true, isConnected },
  }
  sessionRoutes(dashboard, publicUrl)
  for (const routes of [operatorRoutes, auditRoutes, outboxRoutes, reportRoutes, statisticRoutes])
    routes(dashboard)
  overviewRoutes(dashboard, doors)
  keyRoutes(dashboard, keys)
  settingRoutes(dashboard, config, own)
  userRoutes(dashboard, { isConnected, issue })
  userTokenRoutes(dashboard, issue)
  roomRoutes(dashboard, reader, acting)
  messageRoutes(dashboard, acting)
  trialRoutes(dashboard, doors.trials)
  connectionRoutes(dashboard, connections.list)
  refuseOthers(app)
  await app.register(dashboardPage, { folder: doors.webFolder })
}
