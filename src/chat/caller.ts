import { ChatError } from "./error.ts"

/** Who calls: the holder of the API key, perhaps in the name of a user; a user with a token; or nobody in particular. */
export type Caller =
  | { kind: "platform"; clientId: string | null }
  | { kind: "guest"; clientId: null }
  | UserCaller

/** `expiresAt` in ms since the epoch; infinite for a foreign token, one of the operator's service, that is not known to end. */
export interface UserCaller {
  kind: "user"
  clientId: string
  token: string
  expiresAt: number
  foreign?: true
}

/** The user in whose name is called. */
export function actingClient(caller: Caller): string {
  if (caller.clientId !== null) return caller.clientId
  throw new ChatError(
    "MISSING_PARAMETER",
    "Name the acting user in the header IM-CLIENT-ID when you call with the API key.",
  )
}
