import { useEffect, useState } from "preact/hooks"
import { nameOf } from "../state/names.ts"
import { previewOf } from "./message/preview.ts"
import { useChat, useSession } from "./use-chat.ts"

/** Lines that stay to be read: several may come in one moment. */
const KEPT = 3

/** Reads new messages of the open room out to those who listen instead of looking; each once, and no changes. */
export function Announcer() {
  const session = useSession()
  const roomId = useChat(state => state.openRoomId)
  const [lines, setLines] = useState<{ id: string; words: string }[]>([])
  useEffect(() => {
    setLines([])
    return session.client.on("message", ({ message, isNew }) => {
      const { me, rooms } = session.store.get()
      if (!isNew || message.delivery || message.room !== roomId || message.sender._id === me._id) return
      const words = `${nameOf(message.sender)}: ${previewOf(message, me._id, rooms.get(roomId)?.members)}`
      setLines(before => [...before, { id: message._id, words }].slice(-KEPT))
    })
  }, [session, roomId])
  return (
    <div class="unseen" aria-live="polite" aria-relevant="additions">
      {lines.map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
    </div>
  )
}
