import { isoOf } from "../lib/clock.ts"
import type { TokenRow } from "../store/tokens.ts"

/** One stored token (contract: openapi.yaml TokenRecord). */
export function presentToken(token: TokenRow) {
  return {
    token: token.token,
    createdAt: isoOf(token.createdAt),
    updatedAt: isoOf(token.updatedAt),
    expirationDate: isoOf(token.expiresAt),
    expirationDateMS: token.expiresAt,
  }
}
