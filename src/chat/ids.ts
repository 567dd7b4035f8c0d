import { timeOfId } from "../lib/ids.ts"
import type { ErrorCode } from "../wire/errors.ts"
import { ChatError } from "./error.ts"

/** Words that are paths and so cannot name a room (contract: rest-extended.md 0). */
const reservedRoomIds = new Set(["ids", "quitted", "invitations", "createAndJoin"])

/** Checks an id that a caller chose for a user or a room: it must be able to stand in an address. @param field its name, for the sentence. */
export function checkId(id: string, field: string, code: ErrorCode = "INVALID_PARAMETER"): string {
  const flaw =
    id === ""
      ? "must not be empty"
      : id.length > 256
        ? "must have at most 256 characters"
        : id.includes("/") || id === "." || id === ".."
          ? "must not contain a slash, nor be one or two dots"
          : // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
            /[\u0000-\u001f\u007f]/.test(id) || !id.isWellFormed()
            ? "must not contain control characters"
            : undefined
  if (flaw) throw new ChatError(code, `${field} ${flaw}.`)
  return id
}

export function checkRoomId(id: string): string {
  if (reservedRoomIds.has(id))
    throw new ChatError("INVALID_PARAMETER", `_id must not be the reserved word ${id}.`)
  return checkId(id, "_id")
}

const dayMs = 86_400_000

/** Checks the id that a client chose for a new message: some clients sort by it (contract: realtime.md 5.1). */
export function checkMessageTime(id: string, field: string, now: number): void {
  if (Math.abs(timeOfId(id) - now) <= dayMs) return
  throw new ChatError(
    "INVALID_MESSAGE_FORMAT",
    `${field} of a new message must begin with the present time: its first 8 hex digits are seconds.`,
  )
}
