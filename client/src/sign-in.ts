import type { Connection } from "./connection.ts"
import { type Refusal, refusalOf } from "./errors.ts"
import type { SignedIn } from "./live-events.ts"
import type { TokenSource } from "./token-source.ts"

/** Neither the token nor a fresh one was taken. */
export class SignInRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export interface SignInOptions {
  deviceId?: string
  platform?: string
  encoding?: "base64"
}

/**
 * `conf`, then `auth2`, which belongs to one connection; a refused token is replaced once, on the same connection.
 * @throws SignInRefused; any other error is worth another attempt.
 */
export async function signIn(
  connection: Connection,
  tokens: TokenSource,
  { deviceId, platform = "web", encoding }: SignInOptions,
): Promise<SignedIn> {
  if (encoding) accept(await connection.ask("conf", { encoding }))
  const present = (token: string) => connection.ask("auth2", token, { deviceId, platform })
  const token = await tokens.current()
  const answer = await present(token)
  if (answer.RC !== 401) return accept(answer) as SignedIn
  const fresh = await tokens.renew(token)
  if (fresh === undefined) throw new SignInRefused(refusalOf(answer))
  const second = await present(fresh)
  if (second.RC === 401) throw new SignInRefused(refusalOf(second))
  return accept(second) as SignedIn
}

function accept(answer: Awaited<ReturnType<Connection["ask"]>>): unknown {
  if (answer.RC !== 0) throw new Error(refusalOf(answer).message)
  return answer.result
}
