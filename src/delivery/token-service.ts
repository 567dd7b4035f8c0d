import { instantOf } from "../lib/clock.ts"
import { type Callbacks, isSuccess, postJson } from "./json-call.ts"

/** Asks the operator's service whether a token is good (contract: webhook.md 7). */
export const makeVerify = (callbacks: Callbacks, url: string) => async (token: string) => {
  const said = await postJson(callbacks, url, { token })
  if ("reason" in said) return { reason: said.reason }
  if (!isSuccess(said.status)) return { valid: false as const }
  const { id, nickname, avatarUrl, exp } = said.object ?? {}
  if (typeof id !== "string") return { reason: "its answer names no id" }
  const expiresAt = typeof exp === "number" ? exp * 1000 : undefined
  return {
    ...{ valid: true as const, id, expiresAt },
    ...{ nickname: textOf(nickname, 1000), avatarUrl: textOf(avatarUrl, 4000) },
  }
}

/** Has the operator's service sign a token for a user (contract: webhook.md 7.1). */
export const makeSign = (callbacks: Callbacks, url: string) => async (claims: object) => {
  const said = await postJson(callbacks, url, claims)
  if ("reason" in said) return { reason: said.reason }
  if (!isSuccess(said.status)) return { reason: `status ${said.status}` }
  const token = textOf(said.object?.token, 8192)
  const expiresAt = instantOf(said.object?.expirationDate)
  if (!token || expiresAt === undefined) return { reason: "its answer has no token with an expirationDate" }
  return { token, expiresAt }
}

/** Text that can be kept; anything else is as if it were absent. */
function textOf(value: unknown, longest: number): string | undefined {
  const fits = typeof value === "string" && value.length <= longest && !value.includes("\0")
  return fits ? value : undefined
}
