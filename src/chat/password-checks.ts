import ipaddr from "ipaddr.js"
import { findOperator } from "../store/operators.ts"
import { Attempts } from "./attempts.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { isPassword } from "./passwords.ts"

/** Somebody says that they are an operator. */
export interface Claim {
  name: string
  password: string
  /** Where it is said from. */
  address: string
  /** Told how long to wait before the next try, in seconds, when it is refused as too early. */
  slowDown: (seconds: number) => void
}

const minuteMs = 60_000

/** A name waits less than an address does: whoever knows it must not keep its operator out. */
const patience = {
  address: { free: 5, firstMs: minuteMs / 2, longestMs: 60 * minuteMs },
  name: { free: 10, firstMs: minuteMs / 2, longestMs: 5 * minuteMs },
}

const known = new WeakMap<Context, Record<keyof typeof patience, Attempts>>()

function attemptsOf(ctx: Context): Record<keyof typeof patience, Attempts> {
  const made = known.get(ctx) ?? {
    address: new Attempts(patience.address),
    name: new Attempts(patience.name),
  }
  known.set(ctx, made)
  return made
}

/**
 * Lets through whoever says an operator's password. Unknown names take as long as known ones.
 * @throws ChatError WRONG_PASSWORD, RATE_LIMIT_EXCEEDED
 */
export async function checkPassword(
  ctx: Context,
  { name, password, address, slowDown }: Claim,
): Promise<void> {
  const attempts = attemptsOf(ctx)
  const now = ctx.clock()
  const network = networkOf(address)
  const waitMs = Math.max(attempts.address.waitOf(network, now), attempts.name.waitOf(name, now))
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000)
    slowDown(seconds)
    throw new ChatError("RATE_LIMIT_EXCEEDED", `Too many wrong passwords: try again in ${seconds} s.`)
  }
  attempts.address.begin(network, now)
  attempts.name.begin(name, now)
  const operator = await findOperator(ctx.db, name)
  if (!(await isPassword(password, operator?.password)))
    throw new ChatError("WRONG_PASSWORD", "The name and the password do not belong together.")
  attempts.address.forgive(network)
  attempts.name.forgive(name)
}

/** Whoever has one address of IPv6 has the 2^64 beside it. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(":") : parsed.toString()
}
