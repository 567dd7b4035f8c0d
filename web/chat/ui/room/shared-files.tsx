import { sizeText } from "../../state/files.ts"
import { extraOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { openFile } from "../message/open-file.ts"
import { kindText } from "../message/preview.ts"
import { FileIcon } from "../parts/icons.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { listTime } from "../times.ts"
import { useSession } from "../use-chat.ts"

/** Files and sound, each to be saved by a click. */
export function SharedFiles({ messages }: { messages: readonly Message[] }) {
  const session = useSession()
  const { failure, ask } = useAsking(text.room.sharedFailed)
  const open = (message: Message, name: string) =>
    ask(async () => {
      if (message.originalUrl) await openFile(session, message.originalUrl, name)
    })
  return (
    <ul class="shared-list">
      {failure && (
        <li class="failure" role="alert">
          {failure}
        </li>
      )}
      {messages.map(message => {
        const name = kindText(message)
        const { bytes } = extraOf(message)
        const size = typeof bytes === "number" ? `${sizeText(bytes)} · ` : ""
        return (
          <li key={message._id}>
            <button type="button" class="shared-row" onClick={() => void open(message, name)}>
              <span class="round-icon">
                <FileIcon />
              </span>
              <span class="shared-text">
                <b dir="auto">{name}</b>
                <small dir="auto">
                  {size}
                  {nameOf(message.sender)} · {listTime(message.createdAtMS)}
                </small>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
