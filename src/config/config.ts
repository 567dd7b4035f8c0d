import type { Environment } from "./env.ts"

export interface Keys {
  apiKey: string
  clientKey: string
  jwtSecret: string
}

export interface Config {
  appID: string
  dataDir: string
  keys: { [Name in keyof Keys]: string | null }
  tokenLifeMs: number
  databaseUrl: string | null
  /** False turns read markers and unread counts off. */
  readTracking: boolean
  logLevel: string
  http: {
    host: string
    port: number
    publicUrl: string | null
    corsOrigins: string[]
    frameAncestors: string[]
    trustedProxies: string[]
    /** Addresses that may use the API key; empty is all. */
    apiSources: string[]
    /** Requests a minute for the API key; 0 is no limit. */
    apiRateLimit: number
    metricsPublic: boolean
  }
  sockets: { pingIntervalMs: number; connectionLimit: number | null }
  push: { version: "v1" | "v2" | null; url: string | null; secret: string | null; workerOn: boolean }
  allowInsecureCallbacks: boolean
}

/** Thrown with every mistake at once, so that an operator mends the settings in one go. */
export class ConfigError extends Error {
  readonly mistakes: string[]
  constructor(mistakes: string[]) {
    super(`The settings cannot be used:\n${mistakes.map(m => `  - ${m}`).join("\n")}`)
    this.mistakes = mistakes
  }
}

/** Groups the settings and checks what only shows when they stand together (contract: operations.md). */
export function makeConfig({ settings: s, mistakes, warnings }: Environment): {
  config: Config
  warnings: string[]
} {
  const all = [...mistakes]
  for (const name of ["PUSH", "PUSH_GENERIC"] as const) {
    if (s[name]?.protocol === "http:" && !s.ALLOW_INSECURE_CALLBACKS) {
      all.push(`${name} must begin with https:// (http needs ALLOW_INSECURE_CALLBACKS=1, for development)`)
    }
  }
  if (s.PUSH_SECRET && !s.PUSH && !s.PUSH_GENERIC)
    all.push("PUSH_SECRET is set but neither PUSH nor PUSH_GENERIC is")
  if (s.API_KEY && s.API_KEY === s.CLIENT_KEY)
    all.push("API_KEY and CLIENT_KEY must differ: the client key is public")
  if (all.length > 0) throw new ConfigError(all)

  const notices = [...warnings]
  if (s.PUSH && s.PUSH_GENERIC)
    notices.push("PUSH and PUSH_GENERIC are both set: only PUSH_GENERIC is called")
  if (s.ALLOW_INSECURE_CALLBACKS) {
    notices.push(
      "ALLOW_INSECURE_CALLBACKS is on: outgoing calls may reach private addresses; never use it in production",
    )
  }
  return {
    warnings: notices,
    config: {
      appID: s.APP_ID,
      dataDir: s.DATA_DIR,
      keys: { apiKey: s.API_KEY, clientKey: s.CLIENT_KEY, jwtSecret: s.JWT_SECRET },
      tokenLifeMs: s.TOKEN_EXPIRATION_DAYS * 86_400_000,
      databaseUrl: s.DATABASE_URL?.href ?? null,
      readTracking: !s.DISABLE_LAST_READ,
      logLevel: s.LOG_LEVEL,
      http: {
        host: s.HOST,
        port: s.PORT,
        publicUrl: s.PUBLIC_URL ? s.PUBLIC_URL.href.replace(/\/$/, "") : null,
        corsOrigins: s.CORS_ORIGINS,
        frameAncestors: s.FRAME_ANCESTORS,
        trustedProxies: s.TRUSTED_PROXIES,
        apiSources: s.PLATFORM_API_SOURCE_FILTER,
        apiRateLimit: s.API_RATE_LIMIT,
        metricsPublic: s.METRICS_PUBLIC,
      },
      sockets: { pingIntervalMs: s.SOCKET_PING_INTERVAL, connectionLimit: s.SOCKET_CONNECTION_LIMIT },
      push: {
        version: s.PUSH_GENERIC ? "v2" : s.PUSH ? "v1" : null,
        url: (s.PUSH_GENERIC ?? s.PUSH)?.href ?? null,
        secret: s.PUSH_SECRET,
        workerOn: s.JOB_WORKER_ON,
      },
      allowInsecureCallbacks: s.ALLOW_INSECURE_CALLBACKS,
    },
  }
}
