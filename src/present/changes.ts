import type { MessageView, RoomViews } from "../store/views.ts"
import { presentMessage } from "./message.ts"
import { presentRoom, type RoomReader } from "./room.ts"

/** Rooms with what changed among their messages (docs/decisions/0010). */
export function presentRoomChanges(
  { rooms, people }: RoomViews,
  changes: ReadonlyMap<string, { afresh: boolean; messages: MessageView[]; lost: string[] }>,
  reader: RoomReader,
) {
  return rooms.map(view => {
    const { afresh = true, messages = [], lost = [] } = changes.get(view.room.id) ?? {}
    return {
      room: presentRoom(view, people, reader),
      afresh,
      messages: messages.map(message => presentMessage(message, reader.appID)),
      deleted: lost,
    }
  })
}
