import { useEffect, useState } from "preact/hooks"
import { listShared, type Shelf } from "../../state/room-files.ts"
import type { Message } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

/** What was shared in a room; looked up anew when something is said or changed there. */
export function useShared(roomId: string, shelf: Shelf) {
  const session = useSession()
  const last = useChat(state => state.rooms.get(roomId)?.lastMessage)
  const [found, setFound] = useState<{ shelf: Shelf; messages: Message[] }>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let isCurrent = true
    setFailed(false)
    listShared(session, roomId, shelf).then(
      messages => isCurrent && setFound({ shelf, messages }),
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [session, roomId, shelf, last?._id, last?.updatedAtMS])
  return { messages: found?.shelf === shelf ? found.messages : undefined, failed }
}
