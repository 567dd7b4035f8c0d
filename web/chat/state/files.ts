import type { Session } from "./session.ts"

const KEPT_MS = 9 * 60_000

interface Signed {
  url: Promise<string | undefined>
  until: number
}

const signed = new WeakMap<Session, Map<string, Signed>>()

/** The path of one of the server's files, whatever host an address names; undefined for any other address. */
export function filePath(url: string): string | undefined {
  try {
    const { pathname, searchParams } = new URL(url, "https://server.invalid")
    if (!pathname.startsWith("/files/")) return undefined
    return searchParams.get("thumbnail") === "1" ? `${pathname}?thumbnail=1` : pathname
  } catch {
    return undefined
  }
}

/** An address of one of the server's files that works without headers for a while; undefined when it may not be read. */
export function signFile(session: Session, path: string): Promise<string | undefined> {
  const known = keptOf(session).get(path)
  if (known && known.until > Date.now()) return known.url
  const query = path.includes("?") ? "&" : "?"
  const url = session.client.request<{ url: string }>("GET", `${path}${query}signedUrlOnly=true`).then(
    answer => answer.url,
    () => {
      forgetSigned(session, path)
      return undefined
    },
  )
  keptOf(session).set(path, { url, until: Date.now() + KEPT_MS })
  return url
}

/** The address did not work: the next time another one is asked for. */
export function forgetSigned(session: Session, path: string): void {
  keptOf(session).delete(path)
}

function keptOf(session: Session): Map<string, Signed> {
  const kept = signed.get(session) ?? new Map<string, Signed>()
  signed.set(session, kept)
  return kept
}

const UNITS = ["KB", "MB", "GB"]

/** A file's size as people read it. */
export function sizeText(bytes: number): string {
  let size = bytes / 1000
  let unit = 0
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 ? Math.max(1, Math.round(size)) : size.toFixed(1)} ${UNITS[unit]}`
}
