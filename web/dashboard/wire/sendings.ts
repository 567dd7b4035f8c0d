/** Pushes, webhooks and callbacks: what waits, what was tried, and why not. */

export interface PushTry {
  deviceId: string
  type: string
  outcome: string
  detail: string
  providerId?: string
}

export interface PushFate {
  client?: string
  deviceType?: string
  deviceId?: string
  outcome: string
  sentence: string
  kind?: string
  attempts?: number
  settledAtMS?: number
  nextTryAtMS?: number
}

export interface PushExplanation {
  outcome: string
  sentence: string
  totalCount: number
  data: PushFate[]
  callbacks: PushFate[]
}

export interface OutboxRow {
  id: string
  kind: string
  state: string
  reason?: string | null
  attempts: number
  nextAttemptAt?: number
  room?: string
  message?: string
  device?: string
}

export interface Outbox {
  totals: { kind: string; state: string; count: number }[]
  rows: OutboxRow[]
}

export interface DeadWebhook {
  _id: string
  room: string
  attempts: number
  reason: string
  createdAtMS: number
  diedAtMS: number
  body: unknown
}

export const callbackKinds = ["AUTH", "AUTH_SIGN", "BADGE", "PUSH_V1", "PUSH_V2", "WEBHOOK"] as const

export type CallbackKind = (typeof callbackKinds)[number]

export interface CallbackTry {
  request: { method: string; url: string; headers: Record<string, string>; body: unknown }
  answer?: { status: number; headers: Record<string, string>; body: unknown }
  ms: number
  error?: string
}
