import ipaddr from "ipaddr.js"

/**
 * Every setting of the server: name, default, meaning and how its text is read (contract: operations.md).
 * `.env.example` is written from this table (`npm run check` compares the two).
 */
export interface Setting<T> {
  /** Default as people would write it in a file; empty text when there is none. */
  sample: string
  meaning: string
  secret?: boolean
  /** @throws RangeError with the rest of a sentence that begins with the setting's name. */
  read: (text: string) => T
  absent: T
}

const text = (sample: string, meaning: string): Setting<string> => ({
  sample,
  meaning,
  read: t => t,
  absent: sample,
})

const optionalText = (meaning: string): Setting<string | null> => ({
  sample: "",
  meaning,
  read: t => t,
  absent: null,
})

const secret = (meaning: string, shortest: number): Setting<string | null> => ({
  ...optionalText(meaning),
  secret: true,
  read: t => {
    if (t.length < shortest) throw new RangeError(`must have at least ${shortest} characters`)
    if (!/^[\x21-\x7e]+$/.test(t)) throw new RangeError("must be printable ASCII without spaces")
    return t
  },
})

/** A key or certificate as PEM text; line breaks may be written as \\n. */
const pem = (meaning: string): Setting<string | null> => ({
  ...optionalText(meaning),
  secret: true,
  read: t => {
    const text = t.replaceAll("\\n", "\n")
    if (!/^-----BEGIN [A-Z ]+-----\n[\s\S]+-----END [A-Z ]+-----$/.test(text.replaceAll("\r", "").trim()))
      throw new RangeError("must be PEM text, from -----BEGIN … to …END … -----")
    return text
  },
})

const wholeNumber = (sample: number, lowest: number, highest: number, meaning: string): Setting<number> => ({
  sample: String(sample),
  meaning,
  absent: sample,
  read: t => {
    const value = Number(t)
    if (!/^\d+$/.test(t) || value < lowest || value > highest) {
      throw new RangeError(`must be a whole number from ${lowest} to ${highest}`)
    }
    return value
  },
})

const optionalNumber = (lowest: number, highest: number, meaning: string): Setting<number | null> => ({
  ...wholeNumber(lowest, lowest, highest, meaning),
  sample: "",
  absent: null,
})

const onOff = (sample: "0" | "1", meaning: string): Setting<boolean> => ({
  sample,
  meaning,
  absent: sample === "1",
  read: t => {
    if (/^(1|true|on|yes)$/i.test(t)) return true
    if (/^(0|false|off|no)$/i.test(t)) return false
    throw new RangeError("must be 1 or 0")
  },
})

const list = (sample: string, meaning: string): Setting<string[]> => ({
  sample,
  meaning,
  absent: sample === "" ? [] : sample.split(","),
  read: t =>
    t
      .split(",")
      .map(part => part.trim())
      .filter(part => part !== ""),
})

const addressList = (meaning: string): Setting<string[]> => ({
  ...list("", meaning),
  read: t => {
    const entries = list("", meaning).read(t)
    const bad = entries.find(entry => !ipaddr.isValid(entry) && !ipaddr.isValidCIDR(entry))
    if (bad !== undefined)
      throw new RangeError(`must list addresses or ranges such as 10.0.0.0/8, not ${bad}`)
    return entries
  },
})

/** @param secret true for an address that may carry a password or a key. */
const url = (protocols: string[], meaning: string, secret = false): Setting<URL | null> => ({
  sample: "",
  meaning,
  secret,
  absent: null,
  read: t => {
    const parsed = URL.parse(t)
    if (!parsed || !protocols.includes(parsed.protocol)) {
      throw new RangeError(`must be a URL that begins with ${protocols.map(p => `${p}//`).join(" or ")}`)
    }
    return parsed
  },
})

const oneOf = <T extends string>(choices: readonly T[], sample: T, meaning: string): Setting<T> => ({
  sample,
  meaning,
  absent: sample,
  read: t => {
    const choice = choices.find(c => c === t)
    if (!choice) throw new RangeError(`must be one of ${choices.join(", ")}`)
    return choice
  },
})

export const settings = {
  HOST: text("0.0.0.0", "Address to listen on."),
  PORT: wholeNumber(3000, 0, 65535, "Port to listen on; 0 picks a free one and prints it."),
  PUBLIC_URL: url(["http:", "https:"], "How browsers reach the server; http://localhost:PORT when empty."),
  DATA_DIR: text("./data", "Folder of the embedded database, the files and the keys made at first start."),
  APP_ID: text("Parley", "The `appID` on the wire."),
  API_KEY: secret("Key of your backend (all rights). Made at first start and kept in DATA_DIR.", 8),
  CLIENT_KEY: secret("Key of your apps, public. Made at first start and kept in DATA_DIR.", 8),
  JWT_SECRET: secret("Signs the tokens of users. Made at first start and kept in DATA_DIR.", 32),
  OPERATOR_PASSWORD: secret(
    "Password of the dashboard's first operator, whose name is operator; made and shown once when empty.",
    10,
  ),
  SANDBOX: onOff("0", "1 lets the client key alone sign tokens for any user: demos only."),
  TOKEN_EXPIRATION_DAYS: wholeNumber(7, 1, 36500, "Life of issued tokens."),
  AUTH: url(
    ["https:", "http:"],
    "Your service that is asked about users' tokens which the server does not know.",
    true,
  ),
  AUTH_VERIFY_URL: url(["https:", "http:"], "Another name of AUTH.", true),
  AUTH_SIGN: url(["https:", "http:"], "Your service that signs the tokens of the sign route.", true),
  WEBHOOK: url(
    ["https:", "http:"],
    "What a room's webhook is appended to where it is a key, not an address.",
    true,
  ),
  WEBHOOK_DURABLE: onOff(
    "0",
    "1: calls of webhooks that fail are repeated for three days; 0: each is made once.",
  ),
  WEBHOOK_SECRET: secret("Signs the calls to webhooks, AUTH, AUTH_SIGN and BADGE (X-IMKit-Signature).", 8),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "PostgreSQL 15 or newer; the embedded SQLite when empty.",
    true,
  ),
  JOB_WORKER_ON: onOff("1", "0: this process sends no pushes."),
  API_RATE_LIMIT: wholeNumber(
    1000,
    0,
    1_000_000_000,
    "Requests a minute for the API key, then 429; 0: no limit.",
  ),
  PLATFORM_API_SOURCE_FILTER: addressList(
    "Addresses that may use the API key, comma separated; all when empty.",
  ),
  TRUSTED_PROXIES: addressList("Addresses of proxies whose X-Forwarded headers count, comma separated."),
  CORS_ORIGINS: list("*", "Origins that may call from a browser, comma separated; * is any."),
  FRAME_ANCESTORS: list("*", "Origins that may embed the chat page, comma separated; * is any."),
  SOCKET_PING_INTERVAL: wholeNumber(25_000, 1_000, 600_000, "Heartbeat of sockets in milliseconds."),
  SOCKET_CONNECTION_LIMIT: optionalNumber(1, 1_000_000_000, "Most sockets at once; no limit when empty."),
  SOCKET_BUFFER_BYTES: wholeNumber(
    4 * 1024 * 1024,
    64 * 1024,
    1e12,
    "Most bytes that wait for a socket; one that does not read is closed, what it sends beyond is refused.",
  ),
  SOCKET_FRAME_BYTES: wholeNumber(
    1024 * 1024,
    16 * 1024,
    1e9,
    "Largest frame a socket may send; more closes it.",
  ),
  SOCKET_EVENT_LIMIT: wholeNumber(
    3000,
    0,
    1_000_000_000,
    "Events a minute from each socket, one more for each 16 KiB of an event, then 429; 0, or API_RATE_LIMIT=0: no limit.",
  ),
  INVITATION_REQUIRED: onOff("0", "1: people are invited into group rooms, and only the invited may join."),
  CENSORSHIP_MODE: oneOf(
    ["mask", "refuse"],
    "mask",
    "What becomes of a message with a sensitive word: its letters are masked, or it is refused.",
  ),
  ROOM_WEBHOOK_ADMIN_ONLY: onOff("0", "1: only the API key may set a room's webhook."),
  UPLOAD_MAX_BYTES: wholeNumber(100_000_000, 1, 1e13, "Largest file that may be uploaded, in bytes."),
  UPLOAD_QUOTA_BYTES: wholeNumber(0, 0, 1e15, "Most bytes of files that one user may keep; 0: no limit."),
  AWS_BUCKET: optionalText("Bucket of an S3-compatible store for files; DATA_DIR/files when empty."),
  AWS_PREFIX: text("", "What the names of files in the bucket begin with."),
  AWS_ENDPOINT: url(["https:", "http:"], "Address of the S3-compatible store; Amazon's when empty."),
  AWS_REGION: text("us-east-1", "Region of the bucket."),
  AWS_ACCESSKEYID: optionalText("Access key of the bucket."),
  AWS_SECRETACCESSKEY: secret("Secret key of the bucket.", 8),
  STATS_SHOW_KEYS: onOff("0", "1: GET /admin/stats shows both keys."),
  DISABLE_LAST_READ: onOff("0", "1: no read tracking and no unread counts."),
  PUSH: url(["https:", "http:"], "External push v1: called once for each recipient of a message.", true),
  PUSH_GENERIC: url(
    ["https:", "http:"],
    "External push v2: called once for each message; wins over PUSH.",
    true,
  ),
  PUSH_SECRET: secret("Signs the calls to PUSH and PUSH_GENERIC (X-IMKit-Signature).", 8),
  APNS_KEY: pem("Pushes to iOS: the token key (.p8) of your Apple account."),
  APNS_KEYID: optionalText("Id of that key."),
  APNS_TEAMID: optionalText("Your team at Apple."),
  APNS_APPBUNDLEID: optionalText("Bundle id of the app."),
  APNS_VOIP_CERT: pem("Certificate for calls, where the token key is not to be used for them."),
  APNS_VOIP_KEY: pem("Its key."),
  APNS_URL: url(
    ["https:"],
    "Address of APNs; Apple's own when empty (SANDBOX=1 picks the development host).",
  ),
  FCM_FILE: optionalText("Pushes to Android and by Firebase: path of the service account file."),
  FCM_URL: url(["https:", "http:"], "Address of FCM; Google's own when empty."),
  VAPID_PUBLIC_KEY: optionalText("Pushes to browsers: the public key that pages subscribe with."),
  VAPID_PRIVATE_KEY: secret("Its private key.", 8),
  VAPID_SUBJECT: optionalText("Who is told of problems: mailto: or https:."),
  NOTIFICATION_SOUND_IOS: text("default", "Sound of pushes on iOS."),
  NOTIFICATION_SOUND_ANDROID: text("default", "Sound of pushes on Android, where it shows them itself."),
  PUSH_FCM_NOTIFICATION: onOff("0", "1: Android shows pushes without the app's help."),
  CONSTANT_PUSH_BADGE: optionalNumber(0, 1_000_000, "The badge of every push; counted when empty."),
  BADGE: url(["https:", "http:"], "Service that adds other counts to the badge of a push.", true),
  PUSH_LOG_DAYS: wholeNumber(7, 1, 365, "How long it can be explained what became of a push, in days."),
  ALLOW_INSECURE_CALLBACKS: onOff(
    "0",
    "1 allows http and private addresses in outgoing calls: development only.",
  ),
  METRICS_PUBLIC: onOff("0", "1: GET /metrics needs no key."),
  LOG_LEVEL: oneOf(
    ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    "info",
    "How much is logged.",
  ),
} satisfies Record<string, Setting<unknown>>

export type Settings = { [Name in keyof typeof settings]: (typeof settings)[Name]["absent"] }

/** Settings of the contract that this version does not have yet, and the platform's that no version will have. */
export const unsupported: Record<string, string> = Object.fromEntries([
  ...["REPORT_URL"]
    .join(" ")
    .split(" ")
    .map(name => [name, "is not supported by this version"]),
  ["MONGODB_URL", "has no effect: use DATABASE_URL"],
  ["NUM_WORKERS", "has no effect: run one process per node"],
  ["STICKY_SESSION", "has no effect: run one process per node"],
  ["ELASTIC_SEARCH_HOSTS", "has no effect: search is built in"],
  ["ELK_URL", "has no effect: logs go to stdout"],
  ["SOCKET", "has no effect: no format of it is known"],
  ["MSG_CRYPT", "has no effect: no format of it is known"],
  ["PUSH_CUSTOM_FCM_PAYLOAD", "has no effect: no format of it is known"],
])
