import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto"
import { ChatError } from "./error.ts"

/** 32 MiB, three times over: what OWASP's password storage sheet asks for at this size. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const mostMemory = 64 * 1024 * 1024
const hashBytes = 32

const shortestPassword = 10
const longestPassword = 1024

/** @throws ChatError INVALID_PARAMETER */
export function checkPasswordForm(password: string): void {
  if (password.length < shortestPassword || password.length > longestPassword)
    throw new ChatError(
      "INVALID_PARAMETER",
      `A password must have ${shortestPassword} to ${longestPassword} characters.`,
    )
}

/** 120 random bits, to be shown once. */
export const makePassword = (): string => randomBytes(15).toString("base64url")

/** @returns what is stored in place of a password: the costs, a salt and the hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return [
    ...["scrypt", cost.N, cost.r, cost.p],
    ...[salt, hash].map(bytes => bytes.toString("base64url")),
  ].join("$")
}

/** Takes as long where there is nothing to compare with. @param stored what `hashPassword` made. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = "", expected = ""] = (stored ?? "").split("$")
  const costs = stored === undefined ? cost : { N: Number(N), r: Number(r), p: Number(p) }
  const actual = await derive(password, Buffer.from(salt, "base64url"), costs)
  const hash = Buffer.from(expected, "base64url")
  return hash.length === actual.length && timingSafeEqual(hash, actual)
}

/** One at a time, and not many in a row: guesses must not take the machine from those who chat. */
const mostWaiting = 8
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

function derive(password: string, salt: Buffer, costs: ScryptOptions): Promise<Buffer> {
  if (waiting >= mostWaiting)
    throw new ChatError("RATE_LIMIT_EXCEEDED", "Too many sign-ins at once: try again in a minute.")
  waiting++
  const derived = last.then(() => compute(password, salt, costs)).finally(() => waiting--)
  last = derived.catch(() => {})
  return derived
}

const compute = (password: string, salt: Buffer, costs: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(password.normalize("NFC"), salt, hashBytes, { ...costs, maxmem: mostMemory }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
