import { deleteSessionsOf } from "../store/operator-sessions.ts"
import {
  countOperators,
  deleteOperator,
  insertOperator,
  listOperators as listRows,
  lockOperators,
  type OperatorRow,
  updateOperatorPassword,
} from "../store/operators.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { type Claim, checkPassword } from "./password-checks.ts"
import { checkPasswordForm, hashPassword, makePassword } from "./passwords.ts"

/** The first operator of a server. */
export const firstOperator = "operator"

/** An operator as others see them. */
export type Operator = Omit<OperatorRow, "password">

/** A password that is shown once, to be changed. */
export interface NewOperator {
  name: string
  password: string
}

const lane = "operators"

/** Names are compared without regard to case. @throws ChatError INVALID_PARAMETER */
function operatorName(given: string): string {
  const name = given.trim().toLowerCase()
  if (/^[a-z0-9][a-z0-9._@-]{0,63}$/.test(name)) return name
  throw new ChatError(
    "INVALID_PARAMETER",
    "A name must have 1 to 64 letters, digits, dots, dashes, underscores or @, and begin with a letter or digit.",
  )
}

export async function listOperators(ctx: Context): Promise<Operator[]> {
  return (await listRows(ctx.db)).map(({ password: _, ...operator }) => operator)
}

/** @throws ChatError OPERATOR_ALREADY_EXISTS, INVALID_PARAMETER */
export async function createOperator(ctx: Context, given: string): Promise<NewOperator> {
  const name = operatorName(given)
  const password = makePassword()
  const row = { name, password: await hashPassword(password) }
  if (!(await ctx.db.write(tx => insertOperator(tx, row, ctx.clock()), lane)))
    throw new ChatError("OPERATOR_ALREADY_EXISTS", `There is an operator ${name} already.`)
  return { name, password }
}

/**
 * Makes the first operator of a server that has none.
 * @param password absent, one is made.
 * @returns undefined where there is one already.
 */
export async function ensureOperator(
  ctx: Context,
  password = makePassword(),
): Promise<NewOperator | undefined> {
  if ((await countOperators(ctx.db)) > 0) return
  checkPasswordForm(password)
  const row = { name: firstOperator, password: await hashPassword(password) }
  const made = await ctx.db.write(tx => insertOperator(tx, row, ctx.clock()), lane)
  return made ? { name: firstOperator, password } : undefined
}

/** Gives an operator, who is made if need be, a new password; whoever is signed in by that name is no more. */
export async function resetOperator(ctx: Context, given: string): Promise<NewOperator> {
  const name = operatorName(given)
  const password = makePassword()
  const row = { name, password: await hashPassword(password) }
  await ctx.db.write(async tx => {
    if (!(await insertOperator(tx, row, ctx.clock()))) await updateOperatorPassword(tx, row)
    await deleteSessionsOf(tx, name)
  }, lane)
  return { name, password }
}

/**
 * Changes one's own password; all other sign-ins of that name end.
 * @param kept what this sign-in is known by. @throws ChatError WRONG_PASSWORD, RATE_LIMIT_EXCEEDED, INVALID_PARAMETER
 */
export async function changePassword(ctx: Context, claim: Claim, next: string, kept: string): Promise<void> {
  checkPasswordForm(next)
  await checkPassword(ctx, claim)
  const row = { name: claim.name, password: await hashPassword(next) }
  await ctx.db.write(async tx => {
    await updateOperatorPassword(tx, row)
    await deleteSessionsOf(tx, claim.name, kept)
  }, lane)
}

/** @param by who does it: nobody removes themselves. @throws ChatError OPERATOR_NOT_FOUND, OPERATOR_NEEDED */
export async function removeOperator(ctx: Context, given: string, by: string): Promise<void> {
  const name = given.toLowerCase()
  if (name === by)
    throw new ChatError("OPERATOR_NEEDED", "You cannot remove yourself: have another operator do it.")
  const removed = await ctx.db.write(async tx => {
    const names = await lockOperators(tx)
    if (!names.includes(name)) return "none"
    if (names.length === 1) return "last"
    await deleteSessionsOf(tx, name)
    await deleteOperator(tx, name)
    return "done"
  }, lane)
  if (removed === "none") throw new ChatError("OPERATOR_NOT_FOUND", `There is no operator ${name}.`)
  if (removed === "last") throw new ChatError("OPERATOR_NEEDED", "The last operator cannot be removed.")
}
