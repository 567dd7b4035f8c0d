import type { Session } from "./session.ts"

const KEPT_MS = 9 * 60_000
const signed = new Map<string, { url: Promise<string | undefined>; until: number }>()

/** An address of one of the server's files that works without headers for a while; undefined when it may not be read. */
export function signFile({ client }: Session, path: string): Promise<string | undefined> {
  const known = signed.get(path)
  if (known && known.until > Date.now()) return known.url
  const url = client.request<{ url: string }>("GET", `${path}?signedUrlOnly=true`).then(
    answer => answer.url,
    () => undefined,
  )
  signed.set(path, { url, until: Date.now() + KEPT_MS })
  return url
}
