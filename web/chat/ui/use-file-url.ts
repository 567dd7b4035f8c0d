import { useEffect, useState } from "preact/hooks"
import type { Session } from "../state/session.ts"
import { useSession } from "./use-chat.ts"

const KEPT_MS = 9 * 60_000
const signed = new Map<string, { url: Promise<string | undefined>; until: number }>()

/** Files of the chat server need a signature before an `img` or a link can use them; other addresses are ready. */
export function useFileUrl(url: string | undefined): string | undefined {
  const session = useSession()
  const path = url && filePath(url)
  const [ready, setReady] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    if (path) void sign(session, path).then(signedUrl => isCurrent && setReady(signedUrl ?? url))
    return () => {
      isCurrent = false
    }
  }, [path, url, session])
  return path ? ready : url
}

function sign(session: Session, path: string): Promise<string | undefined> {
  const known = signed.get(path)
  if (known && known.until > Date.now()) return known.url
  const url = session.api.signFile(path).then(
    answer => answer.url,
    () => undefined,
  )
  signed.set(path, { url, until: Date.now() + KEPT_MS })
  return url
}

function filePath(url: string): string | undefined {
  const { pathname } = new URL(url, location.href)
  return pathname.startsWith("/files/") ? pathname : undefined
}
