import type { Streamed } from "../../state/chat-state.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import { ClientAvatar, tintOf } from "../parts/avatar.tsx"
import { useChat } from "../use-chat.ts"
import { BotMark } from "./bot-mark.tsx"
import { Words } from "./linked-text.tsx"

const NONE: Streamed[] = []

/** Answers that robots are making in a room, growing as they come; each goes when its message is there. */
export function StreamingBubbles({ roomId }: { roomId: string }) {
  const streams = useChat(state => state.streams[roomId] ?? NONE)
  const isGroup = useChat(state => (state.rooms.get(roomId)?.members.length ?? 0) > 2)
  return (
    <>
      {streams.map(({ id, sender, text: words }) => (
        <div key={id} class="message other first last streaming" data-streaming={id}>
          {isGroup && (
            <span class="message-avatar">
              <ClientAvatar client={sender} size="tiny" />
            </span>
          )}
          <div class="message-body">
            {isGroup && (
              <p class={`sender ${tintOf(sender._id)}`}>
                {nameOf(sender)}
                <BotMark client={{ ...sender, isRobot: true }} />
              </p>
            )}
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
            <div
              class="bubble"
              role="group"
              aria-busy="true"
              aria-label={text.message.answering(nameOf(sender))}
            >
              <Words words={words} />
              <i class="caret" />
            </div>
          </div>
        </div>
      ))}
    </>
  )
}
