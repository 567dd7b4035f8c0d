import { useState } from "preact/hooks"
import { describeRoom } from "../../state/members.ts"
import { peerIn, roomName } from "../../state/names.ts"
import { onlineIn } from "../../state/presence.ts"
import { may } from "../../state/rights.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { Words } from "../message/linked-text.tsx"
import { RoomAvatar } from "../parts/avatar.tsx"
import { EditIcon } from "../parts/icons.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { PictureField } from "./picture-field.tsx"
import { RoomForm } from "./room-form.tsx"

interface RoomFaceProps {
  room: Room
  /** As the server showed it last: it knows who is there. */
  asked: Room | undefined
}

/** Picture, name and description; to be changed by those who may. */
export function RoomFace({ room, asked }: RoomFaceProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [isEditing, setEditing] = useState(false)
  const peer = peerIn(room, me)
  const name = roomName(room, me) || text.unnamedRoom
  const mayDescribe = may("describe", room, me)
  const online = onlineIn(room, asked)
  const words = peer ? peer.description : room.description
  return (
    <section class="room-face">
      {mayDescribe ? (
        <PictureField
          id={room._id}
          name={name}
          picture={room.cover}
          shape="square"
          onPicture={cover => describeRoom(session, room._id, { cover })}
        />
      ) : (
        <RoomAvatar room={room} me={me} size="large" />
      )}
      {isEditing ? (
        <RoomForm room={room} onClose={() => setEditing(false)} />
      ) : (
        <>
          <h3 class="face-name">
            <span dir="auto">{name}</span>
            {mayDescribe && (
              <button
                type="button"
                class="icon-button"
                aria-label={text.room.editName}
                title={text.room.editName}
                onClick={() => setEditing(true)}
              >
                <EditIcon />
              </button>
            )}
          </h3>
          <p class="face-line">
            {peer ? presenceOf(peer._id, online, peer.isRobot) : text.members(room.members.length)}
          </p>
          {typeof words === "string" && words && (
            <p class="face-words">
              <Words words={words} />
            </p>
          )}
        </>
      )}
    </section>
  )
}

function presenceOf(id: string, online: ReadonlySet<string>, isRobot?: boolean): string {
  if (isRobot) return text.bot
  return online.has(id) ? text.room.online : ""
}
