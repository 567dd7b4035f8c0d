import { apiKey } from "../support/parley.ts"
import type { Operation } from "./facts.ts"
import { by, type Spoil } from "./fixture.ts"

const withHeaderOf =
  (who: "alice" | "app", headers: Record<string, string>): Spoil =>
  (ask, world) => ({ ...ask, as: { ...world.headersOf(who), ...headers } })

const wrongToken = withHeaderOf("app", { "IM-Authorization": "no-such-token" })
const wrongClientKey = withHeaderOf("alice", { "IM-CLIENT-KEY": "not-the-key" })
const wrongApiKey = by({ "IM-API-KEY": "not-the-key" })
const none = by("nobody")

/** What keys and tokens decide, the same for every operation that documents it. */
export function badCredentials(code: string, { auth }: Operation): Spoil[] {
  if (code === "INVALID_TOKEN") return [wrongToken, none]
  if (code === "INVALID_CLIENT_KEY") return auth === "token-list" ? [wrongClientKey, none] : [wrongClientKey]
  if (code === "INVALID_API_KEY") return auth === "admin" ? [wrongApiKey, none] : [wrongApiKey]
  return []
}

/** The API key alone, where somebody has to act. */
export const withoutActor = by({ "IM-API-KEY": apiKey })

/** The backend in the name of who calls. */
export const throughBackend = (clientId: string) => by({ "IM-API-KEY": apiKey, "IM-CLIENT-ID": clientId })
