/** An address that may be shown or followed: http, https or on this server; anything else is undefined. */
export function safeUrl(text: string | undefined, base: string): string | undefined {
  if (!text) return undefined
  try {
    const { protocol, href } = new URL(text, base)
    return protocol === "http:" || protocol === "https:" ? href : undefined
  } catch {
    return undefined
  }
}
