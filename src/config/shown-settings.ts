import type { Setting } from "./settings.ts"

/** A setting as operators are shown it: of a secret only that it is there. */
export interface ShownSetting {
  name: string
  value: string
  source: "environment" | "default" | "file"
  secret: boolean
  description: string
  group: string
}

const mask = "•••"

/** Made at the first start where they are not given, and kept in DATA_DIR. */
const kept = /^(API_KEY|CLIENT_KEY|JWT_SECRET)$/

/** What names begin with, group by group; the first that fits counts. */
const groups: [string, RegExp][] = [
  ["Keys and tokens", /^(API_KEY|CLIENT_KEY|JWT_|SANDBOX|TOKEN_|AUTH|OPERATOR_|STATS_)/],
  ["Webhooks and callbacks", /^(WEBHOOK|ROOM_WEBHOOK|ALLOW_INSECURE|BADGE$|REPORT_URL)/],
  ["Pushes", /^(PUSH|APNS_|FCM_|VAPID_|NOTIFICATION_|CONSTANT_PUSH|JOB_WORKER)/],
  ["Files", /^(UPLOAD_|AWS_|GCP_)/],
  ["Rooms and messages", /^(INVITATION_|CENSORSHIP_|DISABLE_LAST_READ)/],
  ["Limits and origins", /^(API_RATE|PLATFORM_API|SOCKET_|CORS_|FRAME_|TRUSTED_)/],
]

/** @param text as it was given; empty where nothing was. */
export function shownSetting(name: string, setting: Setting<unknown>, text: string): ShownSetting {
  const isKept = text === "" && kept.test(name)
  const secret = setting.secret === true
  return {
    name,
    value: secret ? (text === "" && !isKept ? "" : mask) : withoutPassword(text || setting.sample),
    source: isKept ? "file" : text === "" ? "default" : "environment",
    secret,
    description: setting.meaning,
    group: groups.find(([, names]) => names.test(name))?.[0] ?? "Server",
  }
}

/** Addresses may hold a user and a password. */
const withoutPassword = (text: string) => text.replace(/(\/\/)[^/@]+@/, `$1${mask}@`)
