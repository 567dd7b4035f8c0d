import type { ComponentType } from "preact"
import { isText, picturesOf, textOf } from "../../state/message-kinds.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"
import { AttachmentLine } from "./attachment-line.tsx"
import { Audio } from "./audio.tsx"
import { CardPlace } from "./card-place.tsx"
import { FileCard } from "./file-card.tsx"
import { BrokenIcon, CallIcon, HiddenIcon, LockedIcon, MegaphoneIcon } from "./icons.tsx"
import { LinkCard } from "./link-card.tsx"
import { LinkedText, Words } from "./linked-text.tsx"
import { LocationCard } from "./location-card.tsx"
import { PaymentCard } from "./payment-card.tsx"
import { Pictures } from "./pictures.tsx"
import { kindText } from "./preview.ts"
import { Sticker } from "./sticker.tsx"
import { Video } from "./video.tsx"

export interface ContentProps {
  message: Message
  members: readonly Client[]
  me: string
}

const KINDS = new Map<string, ComponentType<ContentProps>>([
  ["text", Text],
  ["mixed", Pictured],
  ["image", Pictured],
  ["announcement", Announcement],
  ["video", Video],
  ["audio", Audio],
  ["file", FileCard],
  ["location", LocationCard],
  ["sticker", Sticker],
  ["url", LinkCard],
  ["template", CardPlace],
  ["flex", CardPlace],
  ["line", CardPlace],
  ["payment", PaymentCard],
  ["payment-select", PaymentCard],
  ["encrypted", Encrypted],
  ["waitingCall", Call],
  ["missingCall", Call],
  ["endCall", Call],
])

/** What a message holds, by its type. Types of apps that are not known here show their text, if they have one. */
export function Content(props: ContentProps) {
  const { message } = props
  if (message.isHidden && isText(message) && !textOf(message))
    return <Note icon={<HiddenIcon />} words={text.message.hidden} />
  const Kind = KINDS.get(message.messageType) ?? Unsupported
  return <Kind {...props} />
}

function Text(props: ContentProps) {
  return <LinkedText {...props} />
}

function Pictured(props: ContentProps) {
  const { message } = props
  const hasWords = message.messageType === "mixed" && textOf(message)
  return (
    <>
      {picturesOf(message).length > 0 ? (
        <Pictures message={message} />
      ) : (
        !hasWords && <AttachmentLine icon={<BrokenIcon />} title={text.message.pictureMissing} />
      )}
      {hasWords && <LinkedText {...props} />}
    </>
  )
}

function Announcement(props: ContentProps) {
  return (
    <>
      <span class="announced">
        <MegaphoneIcon />
        {text.message.announcement}
      </span>
      <LinkedText {...props} />
    </>
  )
}

function Encrypted() {
  return <Note icon={<LockedIcon />} words={text.message.encrypted} />
}

function Call({ message }: ContentProps) {
  return <AttachmentLine icon={<CallIcon />} title={kindText(message)} />
}

function Unsupported({ message }: ContentProps) {
  return (
    <>
      <span class="unsupported">{text.unsupported}</span>
      {textOf(message) && <Words words={textOf(message).slice(0, 2000)} />}
    </>
  )
}

function Note({ icon, words }: { icon: preact.ComponentChild; words: string }) {
  return (
    <span class="note">
      {icon}
      {words}
    </span>
  )
}
