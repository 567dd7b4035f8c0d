import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { ConfigError, makeConfig } from "../../src/config/config.ts"
import { isProduction, readEnvironment } from "../../src/config/env.ts"

const read = (env: Record<string, string> = {}) => makeConfig(readEnvironment(env))

/** The mistakes that stop a start with these settings. */
function mistakesOf(env: Record<string, string>): string[] {
  try {
    read(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}

describe("settings", () => {
  test("are complete without any", () => {
    expect(read()).toEqual({
      warnings: [],
      config: {
        appID: "Parley",
        dataDir: "./data",
        keys: { apiKey: null, clientKey: null, jwtSecret: null },
        tokenLifeMs: 7 * 86_400_000,
        databaseUrl: null,
        readTracking: true,
        logLevel: "info",
        rooms: { invitationRequired: false, refusesCensored: false, webhookPlatformOnly: false },
        files: { largestBytes: 100_000_000, quotaBytes: 0, s3: null },
        http: {
          host: "0.0.0.0",
          port: 3000,
          publicUrl: null,
          corsOrigins: ["*"],
          frameAncestors: ["*"],
          trustedProxies: [],
          apiSources: [],
          apiRateLimit: 1000,
          metricsPublic: false,
          sandbox: false,
          statsShowKeys: false,
        },
        sockets: {
          pingIntervalMs: 25_000,
          pingTimeoutMs: 20_000,
          connectionLimit: null,
          bufferBytes: 4_194_304,
          frameBytes: 1_048_576,
          eventLimit: 3000,
        },
        auth: { verifyUrl: null, signUrl: null, secret: null },
        webhooks: { prefix: null, secret: null, durable: false },
        push: { version: null, url: null, secret: null, workerOn: true },
        devices: {
          apns: null,
          apnsUrl: null,
          fcmUrl: null,
          fcmFile: null,
          vapid: null,
          sounds: { ios: "default", android: "default" },
          selfShown: false,
          constantBadge: null,
          badgeUrl: null,
          logMs: 7 * 86_400_000,
        },
        allowInsecureCallbacks: false,
        operatorPassword: null,
        shown: expect.any(Array),
      },
    })
  })

  test("given as empty text or blanks count as absent", () => {
    expect(read({ PORT: "", APP_ID: " ", API_KEY: "", CORS_ORIGINS: "", DATABASE_URL: " " })).toEqual(read())
  })

  test("are read as what they are", () => {
    const { config } = read({
      HOST: "127.0.0.1",
      PORT: "0",
      PUBLIC_URL: "https://chat.example.com/",
      APP_ID: "garden",
      TOKEN_EXPIRATION_DAYS: "30",
      DATABASE_URL: "postgres://u:p@db/parley",
      CORS_ORIGINS: "https://a.example.com, https://b.example.com",
      FRAME_ANCESTORS: "https://a.example.com",
      TRUSTED_PROXIES: "10.0.0.1",
      PLATFORM_API_SOURCE_FILTER: "192.0.2.1,192.0.2.2",
      API_RATE_LIMIT: "0",
      SOCKET_PING_INTERVAL: "10000",
      SOCKET_CONNECTION_LIMIT: "5",
      SOCKET_BUFFER_BYTES: "1000000",
      SOCKET_FRAME_BYTES: "20000",
      DISABLE_LAST_READ: "true",
      METRICS_PUBLIC: "1",
      JOB_WORKER_ON: "0",
      LOG_LEVEL: "warn",
    })
    expect(config).toMatchObject({
      appID: "garden",
      tokenLifeMs: 30 * 86_400_000,
      databaseUrl: "postgres://u:p@db/parley",
      readTracking: false,
      logLevel: "warn",
      http: {
        host: "127.0.0.1",
        port: 0,
        publicUrl: "https://chat.example.com",
        corsOrigins: ["https://a.example.com", "https://b.example.com"],
        frameAncestors: ["https://a.example.com"],
        trustedProxies: ["10.0.0.1"],
        apiSources: ["192.0.2.1", "192.0.2.2"],
        apiRateLimit: 0,
        metricsPublic: true,
      },
      sockets: {
        pingIntervalMs: 10_000,
        connectionLimit: 5,
        bufferBytes: 1_000_000,
        frameBytes: 20_000,
        eventLimit: 0,
      },
      push: { workerOn: false },
    })
  })

  test("that cannot be used are told all at once, each by its name", () => {
    const wrong = {
      PORT: "70000",
      PUBLIC_URL: "chat.example.com",
      API_KEY: "short",
      JWT_SECRET: "x".repeat(31),
      CLIENT_KEY: "with a space",
      TOKEN_EXPIRATION_DAYS: "0",
      DATABASE_URL: "mysql://db",
      API_RATE_LIMIT: "-1",
      SOCKET_PING_INTERVAL: "fast",
      DISABLE_LAST_READ: "maybe",
      LOG_LEVEL: "loud",
      REDIS_URL: "redis://r",
      PUSH: "ftp://x",
      PUSH_GENERIC: "http://push.example.com",
      AUTH: "http://auth.example.com",
      AUTH_SIGN: "auth.example.com",
    }
    const mistakes = mistakesOf(wrong)
    expect(mistakes.map(mistake => mistake.split(" ")[0]).sort()).toEqual(Object.keys(wrong).sort())
  })

  test("of the lists of addresses must be addresses", () => {
    for (const name of ["PLATFORM_API_SOURCE_FILTER", "TRUSTED_PROXIES"]) {
      expect(mistakesOf({ [name]: "127.0.0.1, nonsense" })).toEqual([expect.stringContaining(name)])
      expect(mistakesOf({ [name]: "127.0.0.1, 10.0.0.0/8, ::1" })).toEqual([])
    }
  })

  test("that are secrets are never shown with their values", () => {
    const secret = "hunter2 with a space"
    expect(mistakesOf({ API_KEY: secret, JWT_SECRET: "hunter2" }).join()).not.toContain("hunter2")
  })

  test("must not be half a group", () => {
    expect(mistakesOf({ PUSH_SECRET: "12345678" })).toEqual([expect.stringContaining("PUSH_SECRET")])
    const both = { PUSH_SECRET: "12345678", PUSH: "https://push.example.com" }
    expect(mistakesOf(both)).toEqual([])
    expect(mistakesOf({ AWS_BUCKET: "b" })).toEqual([expect.stringContaining("AWS_ACCESSKEYID")])
    const store = { AWS_BUCKET: "b", AWS_ACCESSKEYID: "id", AWS_SECRETACCESSKEY: "12345678" }
    expect(read({ ...store, AWS_ENDPOINT: "http://s3.local:9000" }).config.files.s3).toEqual({
      ...{ bucket: "b", prefix: "", endpoint: "http://s3.local:9000/", region: "us-east-1" },
      ...{ accessKeyId: "id", secretAccessKey: "12345678" },
    })
  })

  test("that open the sandbox warn of it", () => {
    const { config, warnings } = read({ SANDBOX: "1" })
    expect(config.http.sandbox).toBe(true)
    expect(warnings).toEqual([expect.stringContaining("SANDBOX")])
  })

  test("must keep the public key and the secret one apart", () => {
    expect(mistakesOf({ API_KEY: "same-same", CLIENT_KEY: "same-same" })).toHaveLength(1)
  })

  test("choose the newer push when both are set, and say so", () => {
    const { config, warnings } = read({
      PUSH: "https://one.example.com/",
      PUSH_GENERIC: "https://two.example.com/",
    })
    expect(config.push).toMatchObject({ version: "v2", url: "https://two.example.com/" })
    expect(warnings).toEqual([expect.stringContaining("PUSH_GENERIC")])
    expect(read({ PUSH: "https://one.example.com/" }).config.push.version).toBe("v1")
  })

  test("name the service for tokens by either of two names", () => {
    for (const name of ["AUTH", "AUTH_VERIFY_URL"]) {
      const { config } = read({ [name]: "https://auth.example.com/verify", WEBHOOK_SECRET: "12345678" })
      expect(config.auth).toEqual({
        ...{ verifyUrl: "https://auth.example.com/verify", signUrl: null, secret: "12345678" },
      })
      expect(mistakesOf({ [name]: "http://auth.example.com/" })).toEqual([expect.stringContaining(name)])
    }
    const same = { AUTH: "https://a.example.com", AUTH_VERIFY_URL: "https://a.example.com" }
    expect(mistakesOf(same)).toEqual([])
    expect(mistakesOf({ ...same, AUTH: "https://b.example.com" })).toEqual([expect.stringContaining("AUTH")])
    const sign = { AUTH_SIGN: "https://auth.example.com/sign" }
    expect(read(sign).config.auth.signUrl).toBe(sign.AUTH_SIGN)
  })

  test("append keys of webhooks to an https address, and repeat their calls only when told to", () => {
    const prefix = "https://bots.example.com/hooks"
    const { webhooks } = read({ WEBHOOK: prefix, WEBHOOK_SECRET: "whsec_MTIzNDU2Nzg=" }).config
    expect(webhooks).toEqual({ prefix, secret: "whsec_MTIzNDU2Nzg=", durable: false })
    expect(read({ WEBHOOK_DURABLE: "1" }).config.webhooks).toEqual({
      ...{ prefix: null, secret: null, durable: true },
    })
    expect(mistakesOf({ WEBHOOK: "http://bots.example.com" })).toEqual([expect.stringContaining("WEBHOOK")])
  })

  test("allow http callbacks only when told to, and warn of it", () => {
    const push = { PUSH: "http://127.0.0.1:1/" }
    expect(mistakesOf(push)).toHaveLength(1)
    const { config, warnings } = read({ ...push, ALLOW_INSECURE_CALLBACKS: "1" })
    expect(config).toMatchObject({ allowInsecureCallbacks: true, push: { url: push.PUSH } })
    expect(warnings).toEqual([expect.stringContaining("ALLOW_INSECURE_CALLBACKS")])
  })

  test("of the platform that are not supported get one warning each", () => {
    const { warnings } = read({ REPORT_URL: "https://r", MONGODB_URL: "m" })
    expect(warnings.map(warning => warning.split(" ")[0]).sort()).toEqual(["MONGODB_URL", "REPORT_URL"])
    expect(read({ SANDBOX: "", PATH: "/bin", HOME: "/root" }).warnings).toEqual([])
  })

  test("of APNs and Web Push are whole or not there", () => {
    expect(mistakesOf({ APNS_KEYID: "k" })).toEqual([expect.stringContaining("APNS_TEAMID")])
    expect(mistakesOf({ APNS_KEY: "no pem" })).toHaveLength(1)
    expect(mistakesOf({ VAPID_SUBJECT: "mailto:a@example.com" })).toEqual([
      expect.stringContaining("VAPID_PUBLIC_KEY"),
    ])
    const key = "-----BEGIN PRIVATE KEY-----\\nQUJD\\n-----END PRIVATE KEY-----"
    const apns = { APNS_KEY: key, APNS_KEYID: "k", APNS_TEAMID: "t", APNS_APPBUNDLEID: "b" }
    expect(read(apns).config.devices.apns).toMatchObject({ key: key.replaceAll("\\n", "\n"), keyId: "k" })
  })

  test("never open a sandbox by NODE_ENV, and say so", () => {
    expect(read({ NODE_ENV: "development" }).warnings).toEqual([expect.stringContaining("NODE_ENV")])
    expect([isProduction({ NODE_ENV: "production" }), isProduction({})]).toEqual([true, false])
  })
})

describe("secrets in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-config-"))
  const path = join(folder, "key")
  writeFileSync(path, "secret-from-a-file\n")
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test("the database's address, which carries a password, may come from a file, too", () => {
    const address = join(folder, "address")
    writeFileSync(address, "postgres://app:secret@db.internal/chat\n")
    expect(read({ DATABASE_URL_FILE: address }).config.databaseUrl).toBe(
      "postgres://app:secret@db.internal/chat",
    )
  })

  test("are read from the file that NAME_FILE names, without its last line break", () => {
    const { config } = read({ API_KEY_FILE: path, CLIENT_KEY: "another-key" })
    expect(config.keys).toMatchObject({ apiKey: "secret-from-a-file", clientKey: "another-key" })
  })

  test("are mistakes when they cannot be read, or stand in both places", () => {
    expect(mistakesOf({ API_KEY_FILE: join(folder, "none") })).toEqual([
      expect.stringMatching(/^API_KEY .*none/),
    ])
    expect(mistakesOf({ API_KEY_FILE: path, API_KEY: "given-as-well" })).toEqual([
      expect.stringContaining("API_KEY_FILE"),
    ])
  })

  test("are checked like others", () => {
    writeFileSync(join(folder, "short"), "abc")
    expect(mistakesOf({ JWT_SECRET_FILE: join(folder, "short") })).toEqual([
      expect.stringContaining("JWT_SECRET"),
    ])
  })

  test("are for secrets only", () => {
    expect(read({ APP_ID_FILE: path }).config.appID).toBe("Parley")
  })
})
