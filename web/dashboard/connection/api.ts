import type {
  AuditRow,
  Connection,
  DayOfStatistics,
  KeyKind,
  KeyRotation,
  Keys,
  Operator,
  Overview,
  Page,
  RunSettings,
  Setting,
} from "../wire/models.ts"
import type { CallbackKind, CallbackTry, DeadWebhook, Outbox, PushTry } from "../wire/sendings.ts"
import { createChatApi } from "./chat-api.ts"
import { queryOf } from "./queries.ts"
import type { Request } from "./request.ts"

export interface Slice {
  skip: number
  limit: number
}

/** The dashboard's calls, by name. */
export function createApi(request: Request) {
  const named = (path: string, name: string) => `${path}/${encodeURIComponent(name)}`
  return {
    ...createChatApi(request),

    whoAmI: () => request<{ name: string }>("GET", "/session"),
    signIn: (name: string, password: string) =>
      request<{ name: string }>("POST", "/session", { name, password }),
    signOut: () => request<unknown>("DELETE", "/session"),
    changePassword: (current: string, next: string) =>
      request<unknown>("POST", "/password", { current, next }),
    listOperators: () => request<Operator[]>("GET", "/operators"),
    addOperator: (name: string) =>
      request<{ name: string; password: string }>("POST", "/operators", { name }),
    removeOperator: (name: string) => request<unknown>("DELETE", named("/operators", name)),

    getOverview: () => request<Overview>("GET", "/overview"),
    getKeys: () => request<Keys>("GET", "/keys"),
    revealApiKey: (password: string) =>
      request<{ value: string }>("POST", "/keys/apiKey/reveal", { password }),
    rotateKey: (kind: KeyKind, password: string, overlapHours: number) =>
      request<KeyRotation>("POST", `/keys/${kind}/rotate`, { password, overlapHours }),
    endPreviousKey: (kind: KeyKind) => request<unknown>("DELETE", `/keys/${kind}/previous`),

    listSettings: () => request<Setting[]>("GET", "/settings"),
    getRunSettings: () => request<RunSettings>("GET", "/run-settings"),
    saveRunSetting: (name: string, value: unknown) =>
      request<RunSettings>("PUT", "/run-settings", { [name]: value }),
    removeRunSetting: (name: string) => request<unknown>("DELETE", named("/run-settings", name)),

    testPush: (body: { clientId: string; deviceId?: string; title?: string; body: string }) =>
      request<PushTry[]>("POST", "/push-test", body),
    testCallback: (body: { kind: CallbackKind; roomId?: string; url?: string }) =>
      request<CallbackTry>("POST", "/callback-test", body),

    getStatistics: (days: number) => request<DayOfStatistics[]>("GET", `/statistics${queryOf({ days })}`),
    listConnections: () => request<Page<Connection>>("GET", "/connections"),
    getOutbox: () => request<Outbox>("GET", "/outbox"),
    retrySending: (id: string) => request<unknown>("POST", `${named("/outbox", id)}/retry`),
    listDeadWebhooks: (slice: Slice) =>
      request<Page<DeadWebhook>>("GET", `/dead-webhooks${queryOf({ ...slice })}`),
    replayWebhooks: (which: { ids: string[] } | { all: true }) =>
      request<{ replayed: number }>("POST", "/dead-webhooks/replay", which),
    listAudit: (slice: Slice) => request<Page<AuditRow>>("GET", `/audit${queryOf({ ...slice })}`),
  }
}

export type Api = ReturnType<typeof createApi>
