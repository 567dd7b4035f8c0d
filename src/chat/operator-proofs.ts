import { jwtVerify } from "jose"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** What a proof is for: nothing else that is signed with the same secret says so. */
const audience = "parley-operator"

/** A proof is good for a minute, and once. */
const lifeS = 60
const mostUsed = 1000

const used = new WeakMap<Context, Set<string>>()

const refused = () =>
  new ChatError("OPERATOR_SIGNED_OUT", "The proof is not good: JWT_SECRET is another, or it came too late.")

/**
 * Lets through whoever knows JWT_SECRET, which only the machine's owner does (scripts/operator.ts).
 * @param proof a JWT of that secret, short-lived, with `sub` the operator's name. @throws ChatError OPERATOR_SIGNED_OUT
 */
export async function checkProof(ctx: Context, proof: string, name: string): Promise<void> {
  const { payload } = await jwtVerify(proof, new TextEncoder().encode(ctx.jwtSecret), {
    ...{ audience, subject: name, algorithms: ["HS256"], maxTokenAge: lifeS },
    requiredClaims: ["exp", "jti"],
    clockTolerance: 30,
    currentDate: new Date(ctx.clock()),
  }).catch(() => {
    throw refused()
  })
  const ids = used.get(ctx) ?? new Set<string>()
  used.set(ctx, ids)
  const { jti = "" } = payload
  if (ids.has(jti)) throw refused()
  const [oldest] = ids
  if (ids.size >= mostUsed && oldest !== undefined) ids.delete(oldest)
  ids.add(jti)
}
