import { useEffect, useState } from "preact/hooks"
import { signFile } from "../../state/files.ts"
import { useSession } from "../use-chat.ts"

/** Files of the chat server need a signature before an `img` or a link can use them; other addresses are ready. */
export function useFileUrl(url: string | undefined): string | undefined {
  const session = useSession()
  const path = url && filePath(url)
  const [ready, setReady] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    if (path) void signFile(session, path).then(signedUrl => isCurrent && setReady(signedUrl ?? url))
    return () => {
      isCurrent = false
    }
  }, [path, url, session])
  return path ? ready : url
}

function filePath(url: string): string | undefined {
  const { pathname } = new URL(url, location.href)
  return pathname.startsWith("/files/") ? pathname : undefined
}
