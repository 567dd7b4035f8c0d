import { randomBytes } from "node:crypto"
import {
  deleteSession,
  deleteStaleSessions,
  findSession,
  insertSession,
  touchSession,
} from "../store/operator-sessions.ts"
import { noteSignIn } from "../store/operators.ts"
import type { Context } from "./context.ts"
import { type Claim, checkPassword } from "./password-checks.ts"

const hourMs = 3_600_000

/** A sign-in ends when it is not used for so long, and in any case after a week. */
const idleMs = 12 * hourMs
export const lifeMs = 7 * 24 * hourMs

/** Its use is noted no more often, so that reading costs no writing. */
const notedMs = 60_000

/** @returns what the browser shows from now on, 256 random bits. @throws ChatError WRONG_PASSWORD, RATE_LIMIT_EXCEEDED */
export async function signInOperator(ctx: Context, claim: Claim): Promise<string> {
  await checkPassword(ctx, claim)
  const token = randomBytes(32).toString("base64url")
  const now = ctx.clock()
  await ctx.db.write(async tx => {
    await deleteStaleSessions(tx, { createdBefore: now - lifeMs, seenBefore: now - idleMs })
    await insertSession(tx, token, claim.name, now)
    await noteSignIn(tx, claim.name, now)
  }, "operators")
  return token
}

/** @returns the name of the operator who is signed in by this; undefined when nobody is, or not any more. */
export async function operatorOf(ctx: Context, token: string): Promise<string | undefined> {
  const session = await findSession(ctx.db, token)
  const now = ctx.clock()
  if (!session || now - session.createdAt >= lifeMs || now - session.seenAt >= idleMs) return
  if (now - session.seenAt >= notedMs)
    ctx.db
      .writeSoon(tx => touchSession(tx, token, now))
      .catch(error => ctx.log.warn({ err: error }, "the use of a sign-in was not noted"))
  return session.operator
}

export const signOutOperator = (ctx: Context, token: string): Promise<void> =>
  ctx.db.write(tx => deleteSession(tx, token), "operators")
