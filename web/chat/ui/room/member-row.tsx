import { useState } from "preact/hooks"
import { nameOf } from "../../state/names.ts"
import { roleOf } from "../../state/rights.ts"
import { text } from "../../text/text.ts"
import type { Client, Room } from "../../wire/models.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { MoreIcon } from "../parts/icons.tsx"
import { Menu } from "../parts/menu.tsx"
import { useChat } from "../use-chat.ts"
import { MemberQuestion } from "./member-question.tsx"
import { useMemberActs } from "./use-member-acts.tsx"

interface MemberRowProps {
  room: Room
  member: Client
  isOnline: boolean
  isBanned: boolean
  onBan(): void
  /** The room of the two was opened instead. */
  onLeave(): void
}

export function MemberRow({ room, member, isOnline, isBanned, onBan, onLeave }: MemberRowProps) {
  const me = useChat(state => state.me)
  const [isOpen, setOpen] = useState(false)
  const [question, setQuestion] = useState<"remove" | "report">()
  const { acts, failure } = useMemberActs({ room, member, isBanned, onBan, onLeave, onQuestion: setQuestion })
  const isMe = member._id === me._id
  const shown = isMe ? { ...member, nickname: me.nickname, avatarUrl: me.avatarUrl } : member
  const role = roleOf(room, member._id)
  return (
    <li class="member-row">
      <span class={isOnline ? "avatar-frame online" : "avatar-frame"}>
        <ClientAvatar client={shown} size="small" />
      </span>
      <span class="person-name">
        <span dir="auto">{nameOf(shown)}</span> {isMe && <small>{text.room.you}</small>}
        {isOnline && <span class="unseen">{text.room.online}</span>}
        {failure && (
          <span class="failure" role="alert">
            {failure}
          </span>
        )}
      </span>
      {isBanned && <small class="role bad">{text.room.banned}</small>}
      {member.isRobot && <small class="role">{text.bot}</small>}
      {role !== "member" && <small class="role">{text.room[role]}</small>}
      {acts.length > 0 && (
        <span class="member-more">
          <button
            type="button"
            class="icon-button"
            aria-label={text.room.memberOptions(nameOf(member))}
            aria-haspopup="menu"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <MoreIcon />
          </button>
          {isOpen && (
            <Menu
              label={text.room.memberOptions(nameOf(member))}
              items={acts}
              within=".dialog-body"
              onClose={() => setOpen(false)}
            />
          )}
        </span>
      )}
      {question && (
        <MemberQuestion
          question={question}
          room={room}
          member={member}
          onClose={() => setQuestion(undefined)}
        />
      )}
    </li>
  )
}
