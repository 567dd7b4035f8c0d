import { useEffect, useState } from "preact/hooks"
import { askPresence } from "../../state/presence.ts"
import type { Room } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

const EVERY_MS = 45_000

/** The room as the server showed it last, asked for while somebody looks. */
export function usePresence(roomId: string): Room | undefined {
  const session = useSession()
  const isAwake = useChat(state => state.attended && state.link === "online")
  const [asked, setAsked] = useState<Room>()
  useEffect(() => {
    if (!isAwake) return
    let isCurrent = true
    const ask = async () => {
      const room = await askPresence(session, roomId)
      if (isCurrent && room) setAsked(room)
    }
    void ask()
    const timer = setInterval(ask, EVERY_MS)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [session, roomId, isAwake])
  return asked
}
