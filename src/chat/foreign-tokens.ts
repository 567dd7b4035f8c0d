import { decodeJwt } from "jose"
import { findClient } from "../store/clients.ts"
import type { UserCaller } from "./caller.ts"
import { saveClient } from "./client-changes.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { invalidToken, longestToken } from "./tokens.ts"

/** Whose a token is; `expiresAt` in ms since the epoch, if it is known to end. */
export interface Voucher {
  valid: true
  id: string
  nickname?: string
  avatarUrl?: string
  expiresAt?: number
}

/** Asks the operator's service about a token. @returns a reason when it gave no answer that can be used. */
export type Verify = (token: string) => Promise<Voucher | { valid: false } | { reason: string }>

/** Tokens that the operator's own service vouches for (contract: webhook.md 7). */
export interface ForeignTokens {
  /** @throws ChatError INVALID_TOKEN, AUTH_UNAVAILABLE */
  callerOf: (ctx: Context, token: string) => Promise<UserCaller>
  /** Has all tokens of a user asked about anew. */
  forget: (clientId: string) => void
}

/** An answer is believed for so long, and for no longer than the token lasts. */
const believedMs = 60_000

/** Answers that are remembered at most. */
const mostKnown = 20_000

export function makeForeignTokens(verify: Verify): ForeignTokens {
  const known = new Map<string, { caller: UserCaller; until: number }>()
  const asking = new Map<string, Promise<UserCaller>>()

  async function callerOf(ctx: Context, token: string): Promise<UserCaller> {
    const answer = known.get(token)
    if (answer && ctx.clock() < answer.until) return answer.caller
    // Who comes while the service is being asked waits for the same answer.
    const asked = asking.get(token) ?? ask(ctx, token).finally(() => asking.delete(token))
    asking.set(token, asked)
    return asked
  }

  async function ask(ctx: Context, token: string): Promise<UserCaller> {
    if (token.length > longestToken) throw invalidToken("unknown")
    const verdict = await verify(token)
    if ("reason" in verdict) throw unavailable(ctx, verdict.reason)
    if (!verdict.valid) throw invalidToken("unknown")
    const expiresAt = verdict.expiresAt ?? endOf(token)
    if (expiresAt <= ctx.clock()) throw invalidToken("expired")
    checkVoucher(ctx, verdict)
    await welcome(ctx, verdict)
    const caller: UserCaller = { kind: "user", clientId: verdict.id, token, expiresAt, foreign: true }
    remember(caller, Math.min(ctx.clock() + believedMs, expiresAt))
    return caller
  }

  function remember(caller: UserCaller, until: number): void {
    known.delete(caller.token)
    const [oldest] = known.keys()
    if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
    known.set(caller.token, { caller, until })
  }

  return {
    callerOf,
    forget: clientId => {
      for (const [token, { caller }] of known) if (caller.clientId === clientId) known.delete(token)
    },
  }
}

/** The end that a token itself tells, if it is a JWT: whether it is genuine the service has judged. */
function endOf(token: string): number {
  try {
    const { exp } = decodeJwt(token)
    return typeof exp === "number" ? exp * 1000 : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

function checkVoucher(ctx: Context, { id }: Voucher): void {
  try {
    checkId(id, "its id")
  } catch (error) {
    throw unavailable(ctx, (error as Error).message)
  }
}

/** Makes the user if need be, and takes over what the service says of them. */
async function welcome(ctx: Context, { id, nickname, avatarUrl }: Voucher): Promise<void> {
  const client = await findClient(ctx.db, id)
  // Groups never sign in.
  if (client?.clientType === "group") throw invalidToken("unknown")
  const said = { nickname: nickname ?? client?.nickname, avatarUrl: avatarUrl ?? client?.avatarUrl }
  if (client && client.nickname === said.nickname && client.avatarUrl === said.avatarUrl) return
  await saveClient(ctx, { id, ...said })
}

/** Logs why, and tells callers no more than that it is not their fault. */
export function unavailable(ctx: Context, reason: string): ChatError {
  ctx.log.warn({ reason }, "the service for tokens gave no answer that can be used")
  return new ChatError("AUTH_UNAVAILABLE", "Tokens cannot be checked at the moment: try again in a while.")
}
