import { nameOf } from "../../state/names.ts"
import { linksIn } from "../../state/room-files.ts"
import type { Message } from "../../wire/models.ts"
import { listTime } from "../times.ts"
import { LinkIcon } from "./icons.tsx"

export function SharedLinks({ messages }: { messages: readonly Message[] }) {
  return (
    <ul class="shared-list">
      {messages.flatMap(message =>
        linksIn(message).map((link, n) => (
          <li key={`${message._id}/${n}`}>
            <a class="shared-row" href={link} target="_blank" rel="noopener noreferrer nofollow">
              <span class="round-icon">
                <LinkIcon />
              </span>
              <span class="shared-text">
                <b>{link.replace(/^https?:\/\//i, "")}</b>
                <small dir="auto">
                  {nameOf(message.sender)} · {listTime(message.createdAtMS)}
                </small>
              </span>
            </a>
          </li>
        )),
      )}
    </ul>
  )
}
