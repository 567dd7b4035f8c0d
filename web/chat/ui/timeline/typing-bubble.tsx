import type { Typist } from "../../state/chat-state.ts"
import { text } from "../../text/text.ts"
import { useChat } from "../use-chat.ts"

const NOBODY: Typist[] = []

export function TypingBubble({ roomId, isGroup }: { roomId: string; isGroup: boolean }) {
  const typists = useChat(state => state.typists[roomId] ?? NOBODY)
  if (typists.length === 0) return null
  const words = text.typing(typists.map(({ name }) => name))
  return (
    <div class="typing">
      <span class="typing-dots" role="img" aria-label={words}>
        <i />
        <i />
        <i />
      </span>
      {isGroup && <span class="typing-names">{words}</span>}
    </div>
  )
}
