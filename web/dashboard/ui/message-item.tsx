import type { ComponentChildren } from "preact"
import { fileNameOf, nameOf, textOf } from "../state/names.ts"
import { addressOf } from "../state/places.ts"
import type { Message } from "../wire/chat.ts"
import { At } from "./at.tsx"
import { Avatar } from "./avatar.tsx"
import { useDesk } from "./desk.ts"
import { MessageActions } from "./message-actions.tsx"
import { Pill } from "./pill.tsx"

interface MessageItemProps {
  message: Message
  /** Says in which room it stands, too. */
  withRoom?: boolean
  changed(): void
  children?: ComponentChildren
}

/** A message as it was written, as text and nothing else. */
export function MessageItem({ message, withRoom, changed, children }: MessageItemProps) {
  const { words } = useDesk()
  const { sender, room, roomName, messageType } = message
  const text = textOf(message)
  const file = fileNameOf(message)
  return (
    <li class="message">
      <Avatar id={sender._id} name={nameOf(sender)} picture={sender.avatarUrl} />
      <div class="message-body">
        <p class="message-head">
          <a class="strong" href={addressOf("users", sender._id)}>
            {nameOf(sender)}
          </a>
          {withRoom && <a href={addressOf("rooms", room)}>{roomName || room}</a>}
          <span class="muted small">
            <At ms={message.createdAtMS} />
          </span>
          {message.isHidden && <Pill mood="warn">{words.messages.hidden}</Pill>}
          {Boolean(message.editedAt) && <Pill>{words.messages.edited}</Pill>}
          {messageType !== "text" && <Pill>{messageType}</Pill>}
        </p>
        {text && <p class="message-text">{text}</p>}
        {file && <p class="message-text muted">{file}</p>}
        {children}
      </div>
      <MessageActions message={message} changed={changed} />
    </li>
  )
}
