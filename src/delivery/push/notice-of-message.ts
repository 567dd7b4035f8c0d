import { presentMessage } from "../../present/message.ts"
import type { RoomRow } from "../../store/rooms.ts"
import type { MessageView } from "../../store/views.ts"
import { alertOf, contentOf, senderNameOf } from "./alert.ts"
import type { Notice } from "./notice.ts"
import { cut } from "./shorten.ts"

/** What a push of a message says, but for the receiver's badge (contract: push.md 4). @param expiresAt ms since the epoch. */
export function noticeOf(view: MessageView, room: RoomRow, appID: string, expiresAt: number): Notice {
  const { id, roomId, messageType } = view.message
  const sender = cut(senderNameOf(view), 512)
  return {
    title: room.roomType === "group" && room.name !== "" ? room.name : sender,
    body: alertOf(view),
    localized: { key: `im_loc_${messageType}`, args: [sender, contentOf(view)] },
    type: `chatroom_chat:${roomId}`,
    room: roomId,
    messageType,
    messageId: id,
    roomTags: room.roomTags,
    payload: presentMessage(view, appID),
    expiresAt,
  }
}
