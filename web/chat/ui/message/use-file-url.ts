import { useEffect, useState } from "preact/hooks"
import { filePath, forgetSigned, signFile } from "../../state/files.ts"
import { webUrl } from "../../state/web-urls.ts"
import { useSession } from "../use-chat.ts"

interface FileUrl {
  /** Ready for an `img`, or undefined while it is not. */
  url?: string
  /** Nothing can be loaded from there. */
  isBroken: boolean
  /** What is shown by it failed: an address that is signed anew is tried once. */
  onError(): void
}

/**
 * Files of the chat server need a signature before an `img` or a link can use them; other addresses are ready.
 * Whatever is no address of the web counts as broken.
 * @param isWanted nothing is asked for before.
 */
export function useFileUrl(given: string | undefined, isWanted = true): FileUrl {
  const session = useSession()
  const address = webUrl(given)
  const path = address && filePath(address)
  const [signed, setSigned] = useState<string>()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isCurrent = true
    setSigned(undefined)
    if (path && isWanted)
      void signFile(session, path).then(answer => isCurrent && setSigned(answer ?? address))
    return () => {
      isCurrent = false
    }
  }, [path, address, session, attempt, isWanted])
  useEffect(() => setAttempt(0), [address])
  const onError = () => {
    if (path) forgetSigned(session, path)
    setAttempt(count => count + (path ? 1 : 2))
  }
  return { url: path ? signed : address, isBroken: !address || attempt > 1, onError }
}
