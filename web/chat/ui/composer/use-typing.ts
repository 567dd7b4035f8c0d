import { useRef } from "preact/hooks"
import { useSession } from "../use-chat.ts"

const EVERY_MS = 4_000

/** Tells the others that the user types, at most every few seconds. */
export function useTyping(roomId: string): () => void {
  const session = useSession()
  const last = useRef(0)
  return () => {
    if (Date.now() - last.current < EVERY_MS) return
    last.current = Date.now()
    session.client.typing(roomId)
  }
}
