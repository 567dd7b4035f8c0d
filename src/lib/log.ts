import pino, { type Logger } from "pino"

export type Log = Logger

const secretPaths = [
  "req.headers.authorization",
  'req.headers["im-authorization"]',
  'req.headers["im-api-key"]',
  "req.headers.api_key",
  "token",
  "apiKey",
  "jwtSecret",
]

/** JSON lines on stdout; readable lines when stdout is a terminal. What could hold a key or token is masked. */
export function makeLog(level: string): Log {
  const options = { level, base: undefined, redact: { paths: secretPaths, censor: "[secret]" } }
  if (process.stdout.isTTY) {
    return pino({ ...options, transport: { target: "pino-pretty", options: { ignore: "time" } } })
  }
  return pino(options)
}
