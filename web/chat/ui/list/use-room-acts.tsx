import { ask } from "../../state/refusals.ts"
import { may } from "../../state/rights.ts"
import { hideRoom, setPref } from "../../state/room-prefs.ts"
import { text } from "../../text/text.ts"
import type { MenuItem } from "../parts/menu.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { BellIcon, BellOffIcon, HideIcon, LeaveIcon, PinTopIcon, ReadAllIcon, TagIcon } from "./icons.tsx"

/** What the user can do with a room from the list. */
export function useRoomActs(roomId: string, onNext: (next: "labels" | "leave") => void): MenuItem[] {
  const session = useSession()
  const room = useChat(state => state.rooms.get(roomId))
  const me = useChat(state => state.me._id)
  if (!room) return []
  const { list } = text
  const { sticky = false, hidden = false } = room.pref ?? {}
  const { muted: isMuted = false } = room
  const act = (change: () => Promise<void>) => () => void ask(session, list.changeFailed, change)
  const set = (changes: Parameters<typeof setPref>[2]) => act(() => setPref(session, roomId, changes))
  const items: (MenuItem | false)[] = [
    Boolean(room.unread || room.isMentioned) && {
      label: list.markRead,
      icon: <ReadAllIcon />,
      act: act(() => session.client.markRead(roomId)),
    },
    { label: sticky ? list.unpin : list.pin, icon: <PinTopIcon />, act: set({ sticky: !sticky }) },
    {
      label: isMuted ? list.unmute : list.mute,
      icon: isMuted ? <BellIcon /> : <BellOffIcon />,
      act: set({ muted: !isMuted }),
    },
    { label: list.label, icon: <TagIcon />, stays: true, act: () => onNext("labels") },
    {
      label: hidden ? list.show : list.hide,
      icon: <HideIcon />,
      act: hidden ? set({ hidden: false }) : act(() => hideRoom(session, room)),
    },
    may("leave", room, me) && {
      label: list.leave,
      icon: <LeaveIcon />,
      isDanger: true,
      stays: true,
      act: () => onNext("leave"),
    },
  ]
  return items.filter(item => item !== false)
}
