import { useEffect, useRef, useState } from "preact/hooks"
import { nameOf } from "../state/names.ts"
import { previewOf } from "./message/preview.ts"
import { useChat } from "./use-chat.ts"

/** Reads new messages of the open room out to those who listen instead of looking. */
export function Announcer() {
  const me = useChat(state => state.me._id)
  const roomId = useChat(state => state.openRoomId)
  const last = useChat(state => (roomId ? state.rooms.get(roomId)?.lastMessage : undefined))
  const heard = useRef({ roomId, id: last?._id })
  const [words, setWords] = useState("")
  useEffect(() => {
    const isNew = heard.current.roomId === roomId && last && heard.current.id !== last._id
    heard.current = { roomId, id: last?._id }
    if (isNew && last.sender._id !== me) setWords(`${nameOf(last.sender)}: ${previewOf(last, me)}`)
  }, [roomId, last, me])
  return (
    <div class="unseen" aria-live="polite">
      {words}
    </div>
  )
}
