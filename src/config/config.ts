import type { Environment } from "./env.ts"
import type { ShownSetting } from "./shown-settings.ts"
import { mistakesOfVapid } from "./vapid.ts"

export interface Keys {
  apiKey: string
  clientKey: string
  jwtSecret: string
}

/** What an operator decides about all rooms. */
export interface RoomRules {
  /** People are invited into group rooms unless a call says otherwise, and only the invited may join. */
  invitationRequired: boolean
  /** Messages with a sensitive word are refused, not masked. */
  refusesCensored: boolean
  /** Only the API key may set a room's webhook. */
  webhookPlatformOnly: boolean
}

export interface S3 {
  bucket: string
  /** Empty, or what every name begins with. */
  prefix: string
  /** Null is Amazon's own. */
  endpoint: string | null
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export interface DevicePushes {
  apns: {
    key: string
    keyId: string
    teamId: string
    bundleId: string
    voipCertificate: { cert: string; key: string } | null
  } | null
  /** Null is Apple's and Google's own. */
  apnsUrl: string | null
  fcmUrl: string | null
  /** Path of the service account. */
  fcmFile: string | null
  vapid: { publicKey: string; privateKey: string; subject: string } | null
  sounds: { ios: string; android: string }
  /** Android shows every push without the app's help. */
  selfShown: boolean
  /** Null counts. */
  constantBadge: number | null
  badgeUrl: string | null
  /** How long it can be explained what became of a push. */
  logMs: number
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
  rooms: RoomRules
  files: {
    largestBytes: number
    /** Most bytes of one user's files; 0 is no limit. */
    quotaBytes: number
    /** Null keeps files in `dataDir`. */
    s3: S3 | null
  }
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
    /** Whether the client key alone may sign tokens. */
    sandbox: boolean
    /** Whether the statistics show both keys. */
    statsShowKeys: boolean
  }
  sockets: {
    pingIntervalMs: number
    /** How long an answer to the heartbeat is waited for before the socket is closed. */
    pingTimeoutMs: number
    connectionLimit: number | null
    /** Most bytes that wait for one socket, and that one socket may have waiting here. */
    bufferBytes: number
    /** Largest frame, or body of a polling client. */
    frameBytes: number
    /** Events a minute for each socket; 0 is no limit. */
    eventLimit: number
  }
  /** The operator's own service for tokens, in whole or in part. */
  auth: { verifyUrl: string | null; signUrl: string | null; secret: string | null }
  /** Rooms' webhooks: what keys are appended to, and whether calls are repeated until they arrive. */
  webhooks: { prefix: string | null; secret: string | null; durable: boolean }
  push: { version: "v1" | "v2" | null; url: string | null; secret: string | null; workerOn: boolean }
  /** The pushes of this server itself; a provider without credentials is null. */
  devices: DevicePushes
  allowInsecureCallbacks: boolean
  /** Of the first operator; null has one made. */
  operatorPassword: string | null
  /** All settings, for operators. */
  shown: ShownSetting[]
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
export function makeConfig({ settings: s, mistakes, warnings, shown }: Environment): {
  config: Config
  warnings: string[]
} {
  const all = [...mistakes]
  for (const name of [
    "PUSH",
    "PUSH_GENERIC",
    "AUTH",
    "AUTH_VERIFY_URL",
    "AUTH_SIGN",
    "BADGE",
    "WEBHOOK",
  ] as const) {
    if (s[name]?.protocol === "http:" && !s.ALLOW_INSECURE_CALLBACKS) {
      all.push(`${name} must begin with https:// (http needs ALLOW_INSECURE_CALLBACKS=1, for development)`)
    }
  }
  if (s.PUSH_SECRET && !s.PUSH && !s.PUSH_GENERIC)
    all.push("PUSH_SECRET is set but neither PUSH nor PUSH_GENERIC is")
  if (s.AUTH && s.AUTH_VERIFY_URL && s.AUTH.href !== s.AUTH_VERIFY_URL.href)
    all.push("AUTH and AUTH_VERIFY_URL are two names of one setting and must not differ")
  if (s.API_KEY && s.API_KEY === s.CLIENT_KEY)
    all.push("API_KEY and CLIENT_KEY must differ: the client key is public")
  const s3 = [s.AWS_BUCKET, s.AWS_ACCESSKEYID, s.AWS_SECRETACCESSKEY]
  if (s3.some(Boolean) && !s3.every(Boolean))
    all.push(
      "AWS_BUCKET, AWS_ACCESSKEYID and AWS_SECRETACCESSKEY are only used together: set all three or none",
    )
  all.push(...mistakesOfApns(s), ...mistakesOfVapid(s))
  if (all.length > 0) throw new ConfigError(all)

  const notices = [...warnings]
  if (s.PUSH && s.PUSH_GENERIC)
    notices.push("PUSH and PUSH_GENERIC are both set: only PUSH_GENERIC is called")
  if (s.SANDBOX) notices.push("SANDBOX is on: whoever holds the public client key may sign in as any user")
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
      rooms: {
        invitationRequired: s.INVITATION_REQUIRED,
        refusesCensored: s.CENSORSHIP_MODE === "refuse",
        webhookPlatformOnly: s.ROOM_WEBHOOK_ADMIN_ONLY,
      },
      files: { largestBytes: s.UPLOAD_MAX_BYTES, quotaBytes: s.UPLOAD_QUOTA_BYTES, s3: s3Of(s) },
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
        sandbox: s.SANDBOX,
        statsShowKeys: s.STATS_SHOW_KEYS,
      },
      sockets: {
        pingIntervalMs: s.SOCKET_PING_INTERVAL,
        pingTimeoutMs: Math.min(20_000, 2 * s.SOCKET_PING_INTERVAL),
        connectionLimit: s.SOCKET_CONNECTION_LIMIT,
        bufferBytes: s.SOCKET_BUFFER_BYTES,
        frameBytes: s.SOCKET_FRAME_BYTES,
        eventLimit: s.API_RATE_LIMIT === 0 ? 0 : s.SOCKET_EVENT_LIMIT,
      },
      auth: {
        verifyUrl: (s.AUTH ?? s.AUTH_VERIFY_URL)?.href ?? null,
        signUrl: s.AUTH_SIGN?.href ?? null,
        secret: s.WEBHOOK_SECRET,
      },
      webhooks: { prefix: s.WEBHOOK?.href ?? null, secret: s.WEBHOOK_SECRET, durable: s.WEBHOOK_DURABLE },
      push: {
        version: s.PUSH_GENERIC ? "v2" : s.PUSH ? "v1" : null,
        url: (s.PUSH_GENERIC ?? s.PUSH)?.href ?? null,
        secret: s.PUSH_SECRET,
        workerOn: s.JOB_WORKER_ON,
      },
      devices: devicesOf(s),
      allowInsecureCallbacks: s.ALLOW_INSECURE_CALLBACKS,
      operatorPassword: s.OPERATOR_PASSWORD,
      shown,
    },
  }
}

function mistakesOfApns(s: Environment["settings"]): string[] {
  const key = [s.APNS_KEY, s.APNS_KEYID, s.APNS_TEAMID, s.APNS_APPBUNDLEID]
  const mistakes: string[] = []
  if (key.some(Boolean) && !key.every(Boolean))
    mistakes.push(
      "APNS_KEY, APNS_KEYID, APNS_TEAMID and APNS_APPBUNDLEID are only used together: set all or none",
    )
  if (Boolean(s.APNS_VOIP_CERT) !== Boolean(s.APNS_VOIP_KEY))
    mistakes.push("APNS_VOIP_CERT and APNS_VOIP_KEY are only used together: set both or none")
  if (s.APNS_VOIP_CERT && !s.APNS_KEY) mistakes.push("APNS_VOIP_CERT needs APNS_KEY and the others beside it")
  return mistakes
}

function devicesOf(s: Environment["settings"]): DevicePushes {
  const { APNS_KEY: key, APNS_KEYID: keyId, APNS_TEAMID: teamId, APNS_APPBUNDLEID: bundleId } = s
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = s
  const voip = s.APNS_VOIP_CERT && s.APNS_VOIP_KEY
  const voipCertificate = voip ? { cert: s.APNS_VOIP_CERT as string, key: s.APNS_VOIP_KEY as string } : null
  return {
    apns: key && keyId && teamId && bundleId ? { key, keyId, teamId, bundleId, voipCertificate } : null,
    apnsUrl: s.APNS_URL?.origin ?? null,
    fcmUrl: s.FCM_URL?.href.replace(/\/$/, "") ?? null,
    fcmFile: s.FCM_FILE,
    vapid: publicKey && privateKey && subject ? { publicKey, privateKey, subject } : null,
    sounds: { ios: s.NOTIFICATION_SOUND_IOS, android: s.NOTIFICATION_SOUND_ANDROID },
    selfShown: s.PUSH_FCM_NOTIFICATION,
    constantBadge: s.CONSTANT_PUSH_BADGE,
    badgeUrl: s.BADGE?.href ?? null,
    logMs: s.PUSH_LOG_DAYS * 86_400_000,
  }
}

function s3Of(s: Environment["settings"]): S3 | null {
  if (!s.AWS_BUCKET || !s.AWS_ACCESSKEYID || !s.AWS_SECRETACCESSKEY) return null
  return {
    bucket: s.AWS_BUCKET,
    prefix: s.AWS_PREFIX,
    endpoint: s.AWS_ENDPOINT?.href ?? null,
    region: s.AWS_REGION,
    accessKeyId: s.AWS_ACCESSKEYID,
    secretAccessKey: s.AWS_SECRETACCESSKEY,
  }
}
