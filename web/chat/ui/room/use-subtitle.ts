import { othersIn } from "../../state/names.ts"
import { onlineIn } from "../../state/presence.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import { usePresence } from "./use-presence.ts"

/** What stands below a room's name: who is typing, else who is there. */
export function useSubtitle(room: Room): { words: string; isLive: boolean; online: ReadonlySet<string> } {
  const me = useChat(state => state.me._id)
  const typists = useChat(state => state.typists[room._id])
  const online = onlineIn(room, usePresence(room._id))
  if (typists?.length) {
    return { words: text.typing(typists.map(({ name }) => name)), isLive: true, online }
  }
  return { words: quietWords(room, me, online), isLive: false, online }
}

function quietWords(room: Room, me: string, online: ReadonlySet<string>): string {
  const others = othersIn(room, me)
  const [peer, ...more] = others
  if (room.roomType !== "direct" || more.length > 0) {
    const present = others.filter(({ _id }) => online.has(_id)).length
    const members = text.members(room.members.length)
    return present > 0 ? `${members} · ${text.room.onlineCount(present)}` : members
  }
  if (peer?.isRobot) return text.bot
  return peer && online.has(peer._id) ? text.room.online : ""
}
