/** What the dashboard's calls answer. Times are milliseconds since the epoch. */

export interface Page<T> {
  totalCount: number
  data: T[]
}

export interface Overview {
  serverUrl: string
  version: string
  engine: "sqlite" | "postgres"
  startedAt: number
  now: number
  sandbox: boolean
  clientKey: string
  connections: number
  peakConnections: number
  counts: { clients: number; rooms: number; messages: number; devices: number }
  waiting: { outbox: number; pushes: number; webhooks: number; deadWebhooks: number }
  push: { apns: boolean; fcm: boolean; webPush: boolean }
  memory: { rss: number }
  diskFree?: number
}

export type KeyKind = "apiKey" | "clientKey"
type KeySource = "environment" | "file" | "dashboard"

export interface KeyShown {
  value?: string
  masked?: string
  source: KeySource
  createdAt?: number
  previous?: { value?: string; masked?: string; validUntil: number }
}

export type Keys = Record<KeyKind, KeyShown>

export interface KeyRotation {
  value: string
  previousValidUntil: number
}

export interface Setting {
  name: string
  value: string
  source: KeySource | "default"
  secret: boolean
  description: string
  group: string
}

export type RunSettings = Record<string, unknown>

export interface Operator {
  name: string
  createdAt: number
  lastSignInAt?: number | null
}

export interface AuditRow {
  at: number
  operator: string
  act: string
  target: string
  detail: string
  address: string
}

export interface DayOfStatistics {
  day: string
  messages: number
  activeClients: number
  newClients: number
  newRooms: number
  pushes: { sent: number; failed: number; suppressed: number }
}

export interface Connection {
  clientId: string
  nickname: string
  deviceId?: string
  platform?: string
  address: string
  connectedAt: number
  transport: string
}
