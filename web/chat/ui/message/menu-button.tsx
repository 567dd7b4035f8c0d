import type { ComponentChild } from "preact"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { CopyIcon, EditIcon, RecallIcon } from "../parts/icons.tsx"
import {
  DeleteIcon,
  FlagIcon,
  InfoIcon,
  PinIcon,
  ReactIcon,
  ReplyIcon,
  SelectIcon,
  UnpinIcon,
} from "../timeline/icons.tsx"
import { type Act, KEYS } from "../timeline/message-acts.ts"

export const LOOKS: Record<
  Act,
  { label(message: Message): string; icon: ComponentChild; isDanger?: boolean }
> = {
  reply: { label: () => text.timeline.reply, icon: <ReplyIcon /> },
  copy: { label: () => text.copy, icon: <CopyIcon /> },
  edit: { label: () => text.edit, icon: <EditIcon /> },
  pin: { label: ({ pinned }) => (pinned ? text.timeline.unpin : text.timeline.pin), icon: <PinIcon /> },
  info: { label: () => text.timeline.info, icon: <InfoIcon /> },
  reactions: { label: () => text.timeline.reactions, icon: <ReactIcon /> },
  select: { label: () => text.timeline.select, icon: <SelectIcon /> },
  report: { label: () => text.timeline.report, icon: <FlagIcon /> },
  recall: { label: () => text.recall, icon: <RecallIcon />, isDanger: true },
  remove: { label: () => text.timeline.remove, icon: <DeleteIcon />, isDanger: true },
}

export function ActButton({
  act,
  message,
  onChoose,
}: {
  act: Act
  message: Message
  onChoose(act: Act): void
}) {
  const { label, icon, isDanger } = LOOKS[act]
  return (
    <MenuButton
      label={label(message)}
      icon={act === "pin" && message.pinned ? <UnpinIcon /> : icon}
      isDanger={isDanger}
      keyName={KEYS[act]}
      onClick={() => onChoose(act)}
    />
  )
}

interface MenuButtonProps {
  label: string
  icon: ComponentChild
  isDanger?: boolean
  keyName?: string
  onClick(): void
}

export function MenuButton({ label, icon, isDanger, keyName, onClick }: MenuButtonProps) {
  return (
    <button
      type="button"
      role="menuitem"
      class={isDanger ? "menu-item danger" : "menu-item"}
      aria-keyshortcuts={keyName}
      data-key={keyName === "Delete" ? "Del" : keyName}
      onClick={onClick}
    >
      {icon}
      <span class="menu-label">{label}</span>
    </button>
  )
}
