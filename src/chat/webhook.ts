import { isPublic } from "../lib/address.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/**
 * Checks the webhook that a caller gives a room: a key, or an address that is called as it is (contract: webhook.md 1).
 * Names are judged when they are called; an address that is private by its looks is refused at once.
 */
export function checkWebhook({ rules }: Context, caller: Caller, webhook: string): void {
  if (rules.webhookPlatformOnly && caller.kind !== "platform")
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "On this server only the API key sets a room's webhook.")
  if (!/^https?:/i.test(webhook)) return
  const url = URL.parse(webhook)
  if (!url) throw new ChatError("INVALID_PARAMETER", "webhook is not a valid address.")
  if (!rules.privateCallbacks && isPrivate(url.hostname))
    throw new ChatError("INVALID_PARAMETER", "webhook must not point to a private address.")
}

function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "")
  const isLiteral = hostname.startsWith("[") || /^[\d.]+$/.test(host)
  return isLiteral ? !isPublic(host) : host === "localhost" || host.endsWith(".localhost")
}
