import { useEffect, useState } from "preact/hooks"
import { findMessages } from "../../state/room-search.ts"
import type { Message } from "../../wire/models.ts"
import { useSession } from "../use-chat.ts"

/** Who types goes on typing: the server is asked when there is a moment's rest. */
const REST_MS = 250

interface FoundMessages {
  messages: readonly Message[]
  isSearching: boolean
  failed: boolean
}

/** What was found before stays until the next answer is there. */
export function useFoundMessages(query: string): FoundMessages {
  const session = useSession()
  const [found, setFound] = useState<FoundMessages>({ messages: [], isSearching: true, failed: false })
  useEffect(() => {
    let isCurrent = true
    setFound(now => ({ ...now, isSearching: true, failed: false }))
    const timer = setTimeout(async () => {
      const messages = await findMessages(session, query).catch(() => undefined)
      if (isCurrent) setFound({ messages: messages ?? [], isSearching: false, failed: !messages })
    }, REST_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [session, query])
  return found
}
