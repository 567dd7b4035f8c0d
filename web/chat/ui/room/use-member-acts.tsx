import { setBanned } from "../../state/blocks.ts"
import { setAdmin } from "../../state/members.ts"
import { openDirect } from "../../state/new-rooms.ts"
import { openRoom } from "../../state/open-room.ts"
import { isAdmin, may, roleOf } from "../../state/rights.ts"
import { text } from "../../text/text.ts"
import type { Client, Room } from "../../wire/models.ts"
import { ChatIcon } from "../list/icons.tsx"
import type { MenuItem } from "../parts/menu.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { useChat, useSession } from "../use-chat.ts"
import { BanIcon, FlagIcon, MinusPersonIcon, ShieldIcon } from "./icons.tsx"

interface MemberActs {
  room: Room
  member: Client
  isBanned: boolean
  onBan(): void
  onLeave(): void
  onQuestion(question: "remove" | "report"): void
}

/** What the user can do about somebody in a group: nothing is offered that the server would refuse. */
export function useMemberActs({ room, member, isBanned, onBan, onLeave, onQuestion }: MemberActs) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const { failure, ask } = useAsking()
  const id = member._id
  if (id === me) return { acts: [], failure }
  const isGroup = member.clientType === "group"
  const isOwner = roleOf(room, id) === "owner"
  const mayAppoint = may("appoint", room, me) && !isGroup && !isOwner
  const words = text.room
  const items: (MenuItem | false)[] = [
    // Where one room is all there is, there would be no way back.
    !isGroup &&
      !session.onlyRoom && {
        label: words.message,
        icon: <ChatIcon />,
        act: () => void ask(async () => openRoom(session, await openDirect(session, id)), onLeave),
      },
    mayAppoint && {
      label: isAdmin(room, id) ? words.takeAdmin : words.makeAdmin,
      icon: <ShieldIcon />,
      act: () => void ask(() => setAdmin(session, room._id, id, !isAdmin(room, id))),
    },
    may("ban", room, me) &&
      !isGroup &&
      !isOwner && {
        label: isBanned ? words.unban : words.ban,
        icon: <BanIcon />,
        act: () => void ask(() => setBanned(session, room._id, id, !isBanned), onBan),
      },
    { label: words.report, icon: <FlagIcon />, act: () => onQuestion("report") },
    may("remove", room, me) && {
      label: words.remove,
      icon: <MinusPersonIcon />,
      isDanger: true,
      act: () => onQuestion("remove"),
    },
  ]
  return { acts: items.filter(item => item !== false), failure }
}
