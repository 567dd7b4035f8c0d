import { ChatError } from "../../chat/error.ts"
import { canonicalJson } from "../../chat/json.ts"
import type { Once } from "../../chat/once.ts"
import { sha256 } from "../../lib/ids.ts"
import type { Call } from "./api.ts"

const name = "Idempotency-Key"

/** For the shape of an operation that takes the header. */
export const onceHeader = {
  [name]: `1 to 255 printable ASCII characters of the caller's choice. Whoever repeats the call with the same key within 24 hours
gets the first one's message again, and nothing more is sent; with another body it is refused (IDEMPOTENCY_KEY_REUSED).`,
}

/**
 * What makes a sending unique: its caller and the key they chose, and what they send. A repeated one is answered with the
 * header `Idempotency-Replayed`. @throws ChatError INVALID_PARAMETER
 */
export function onceOf({ caller, params, body, request, reply }: Call): Once | undefined {
  const key = request.headers[name.toLowerCase()]
  if (key === undefined) return undefined
  if (typeof key !== "string" || !/^[ -~]{1,255}$/.test(key))
    throw new ChatError("INVALID_PARAMETER", `${name} must be 1 to 255 printable ASCII characters.`)
  const scope = caller.kind === "platform" ? "platform" : `user ${caller.clientId}`
  const { method, routeOptions } = request
  const place = JSON.stringify([method, routeOptions.url, params, caller.clientId])
  return {
    id: sha256(`${scope}\n${key}`),
    fingerprint: sha256(place + canonicalJson(body, "The body")),
    replayed: () => void reply.header("idempotency-replayed", "true"),
  }
}
