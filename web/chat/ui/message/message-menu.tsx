import { useState } from "preact/hooks"
import { isText, textOf } from "../../state/message-kinds.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { CloseIcon, CopyIcon, EditIcon, MoreIcon, RecallIcon } from "../parts/icons.tsx"
import { Menu } from "../parts/menu.tsx"
import { useSession } from "../use-chat.ts"

export function MenuButton({ isOpen, onOpen }: { isOpen: boolean; onOpen(open: boolean): void }) {
  return (
    <button
      type="button"
      class="icon-button menu-button"
      aria-label={text.messageMenu}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={() => onOpen(!isOpen)}
    >
      <MoreIcon />
    </button>
  )
}

interface MessageMenuProps {
  message: Message
  isOwn: boolean
  onEdit(message: Message): void
  onClose(): void
}

export function MessageMenu({ message, isOwn, onEdit, onClose }: MessageMenuProps) {
  const session = useSession()
  const [isAsking, setAsking] = useState(false)
  const recall = () =>
    attempt(session, text.recallFailed, () => session.client.recall(message.room, message._id))
  const shared = { label: text.messageMenu, within: ".timeline" }
  if (isAsking) {
    const items = [
      { label: text.recallForAll, icon: <RecallIcon />, isDanger: true, act: () => void recall() },
      { label: text.keep, icon: <CloseIcon />, act: () => {} },
    ]
    return <Menu key="asking" {...shared} items={items} onClose={onClose} />
  }
  const items = [
    isText(message) && { label: text.copy, icon: <CopyIcon />, act: () => copy(textOf(message)) },
    isOwn &&
      message.messageType === "text" && { label: text.edit, icon: <EditIcon />, act: () => onEdit(message) },
    isOwn && {
      label: text.recall,
      icon: <RecallIcon />,
      isDanger: true,
      stays: true,
      act: () => setAsking(true),
    },
  ]
  return <Menu key="choosing" {...shared} items={items} onClose={onClose} />
}

/** Without a secure origin browsers have no clipboard: then nothing happens. */
function copy(words: string): void {
  void navigator.clipboard?.writeText(words).catch(() => {})
}
