/**
 * Where a room's webhook is called: an http address as it is, anything else as a key behind the operator's prefix
 * (contract: webhook.md 1).
 * @returns undefined for a key where there is no prefix.
 */
export function addressOf(webhook: string, prefix: string | null): string | undefined {
  if (/^https?:/i.test(webhook)) return webhook
  return prefix === null ? undefined : `${prefix.replace(/\/+$/, "")}/${webhook.replace(/^\/+/, "")}`
}
