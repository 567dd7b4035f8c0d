import { useEffect, useState } from "preact/hooks"
import { text } from "../text/text.ts"
import { useChat } from "./use-chat.ts"

const PATIENCE_MS = 1_500

/** Says that the connection is gone; a moment's interruption is not worth a word. */
export function ConnectionBar() {
  const link = useChat(state => state.link)
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (link === "online") return
    const timer = setTimeout(() => setLate(true), link === "connecting" ? 2 * PATIENCE_MS : PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [link])
  const words = link === "offline" ? text.offline : isLate && link !== "online" ? text.reconnecting : ""
  return (
    <div class={words ? "connection-bar shown" : "connection-bar"} role="status">
      {words && (
        <span>
          {link !== "offline" && <i class="spinner" aria-hidden="true" />}
          {words}
        </span>
      )}
    </div>
  )
}
