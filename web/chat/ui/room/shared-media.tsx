import { openGallery, shownOf } from "../../state/galleries.ts"
import { nameOf } from "../../state/names.ts"
import { jumpTo } from "../../state/past.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { Thumbnail } from "../message/pictures.tsx"
import { PlayIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"

/** Small pictures in a grid: photos open large, films where they were shown. */
export function SharedMedia({ messages }: { messages: readonly Message[] }) {
  const session = useSession()
  const photos = messages.toReversed().flatMap(shownOf)
  return (
    <ul class="shared-media">
      {messages.flatMap(message => {
        const name = nameOf(message.sender)
        if (message.messageType === "video") {
          return (
            <li key={message._id}>
              <button
                type="button"
                aria-label={text.room.openVideo(name)}
                onClick={() => void jumpTo(session, message.room, message._id)}
              >
                <Thumbnail picture={{ thumbnailUrl: message.thumbnailUrl }} />
                <span class="play-mark">
                  <PlayIcon />
                </span>
              </button>
            </li>
          )
        }
        return shownOf(message).map(({ key, picture }) => (
          <li key={key}>
            <button
              type="button"
              aria-label={text.room.openPhoto(name)}
              onClick={() => openGallery(session, photos, key)}
            >
              <Thumbnail picture={picture} />
            </button>
          </li>
        ))
      })}
    </ul>
  )
}
