import { useMemo, useRef } from "preact/hooks"
import type { Reading } from "../../state/chat-state.ts"
import { loadOlder, unread } from "../../state/open-room.ts"
import { leavePast, loadNewerPast, loadOlderPast } from "../../state/past.ts"
import { hasOlder, isJoined, shownMessages } from "../../state/past-window.ts"
import { buildTimeline, type Row, type Timeline } from "../../state/timeline.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

export interface Conversation {
  rows: readonly Row[]
  /** The message below the unread divider. */
  divider?: string
  /** The newest messages are among the rows. */
  isLive: boolean
  hasOlder: boolean
  reading: Reading
  loadOlder(): void
  loadNewer(): void
  toLive(): void
}

/** The rows of a room, be they its newest or a part of its history, and how to get more. */
export function useConversation(room: RoomView): Conversation {
  const session = useSession()
  const { _id: roomId } = room
  const me = useChat(state => state.me._id)
  const unreadAfter = useChat(state => state.unreadAfter[roomId])
  const past = useChat(state => state.pasts[roomId])
  const reading = useChat(state => state.readings[roomId] ?? unread)
  const built = useRef<Timeline>(undefined)
  const messages = useMemo(
    () => shownMessages(room, past),
    [room.messages, room.heldFrom, room.isLoaded, past],
  )
  built.current = buildTimeline({ room, messages, unreadAfter, me }, built.current)
  return {
    rows: built.current.rows,
    divider: built.current.divider,
    isLive: !past || isJoined(past, room),
    hasOlder: hasOlder(room, past),
    reading,
    loadOlder: () => void (past ? loadOlderPast(session, roomId) : loadOlder(session, roomId)),
    loadNewer: () => void loadNewerPast(session, roomId),
    toLive: () => leavePast(session, roomId),
  }
}
