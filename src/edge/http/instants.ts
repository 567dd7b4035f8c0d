import { ChatError } from "../../chat/error.ts"
import { instantOf } from "../../lib/clock.ts"

/** Reads an instant of a query, in ms since the epoch; undefined when it is absent. @throws ChatError INVALID_PARAMETER */
export function queryInstant(given: unknown, field: string): number | undefined {
  if (given === undefined) return
  const instant = instantOf(given)
  if (instant !== undefined) return instant
  throw new ChatError(
    "INVALID_PARAMETER",
    `${field} must be an ISO 8601 date or milliseconds since the epoch.`,
  )
}

/** The same of a body, where null and empty text say as little as nothing. */
export const bodyInstant = (given: unknown, field: string): number | undefined =>
  given === null || given === "" ? undefined : queryInstant(given, field)
