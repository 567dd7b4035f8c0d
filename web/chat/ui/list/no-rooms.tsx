import { useState } from "preact/hooks"
import { everything, type RoomFilter } from "../../state/room-filters.ts"
import { text } from "../../text/text.ts"
import { ChatIcon } from "../parts/icons.tsx"
import { Lazily } from "../parts/lazily.tsx"
import { Placard } from "../parts/placard.tsx"
import { useChat } from "../use-chat.ts"

const loadNew = () => import("./new-conversation.tsx").then(({ NewConversation }) => NewConversation)

interface NoRoomsProps {
  filter: RoomFilter
  onFilter(filter: RoomFilter): void
}

/** What stands in an empty list, and the way on from it. */
export function NoRooms({ filter, onFilter }: NoRoomsProps) {
  const [isMaking, setMaking] = useState(false)
  const isInvited = useChat(state => state.invitations.length > 0)
  const { list } = text
  if (filter.kind === "all") {
    if (isInvited) return null
    return (
      <Placard icon={<ChatIcon />} title={text.noRooms} hint={text.noRoomsHint}>
        <button type="button" class="button" onClick={() => setMaking(true)}>
          {list.start}
        </button>
        {isMaking && <Lazily load={loadNew} props={{ onClose: () => setMaking(false) }} />}
      </Placard>
    )
  }
  const words = {
    unread: [list.noUnread, list.noUnreadHint],
    hidden: [list.noHidden, list.noHiddenHint],
    folder: [list.noneHere, list.noneHereHint],
    tag: [list.noneHere, list.noneHereHint],
  }[filter.kind]
  return (
    <Placard icon={<ChatIcon />} title={words[0] ?? ""} hint={words[1]}>
      <button type="button" class="button quiet" onClick={() => onFilter(everything)}>
        {list.all}
      </button>
    </Placard>
  )
}
