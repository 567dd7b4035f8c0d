import type { ClientRow } from "../store/clients.ts"
import type { MessageView, RoomViews } from "../store/views.ts"

/**
 * What happened, told once after the commit, with all that listeners need. `room` of a changed message is the room as
 * it now stands, where its members are told of that too.
 */
export type ChatEvent =
  | { type: "message.created"; view: MessageView }
  | { type: "message.changed"; view: MessageView; room: RoomViews | null }
  | { type: "room.created"; room: RoomViews }
  | { type: "marker.moved"; roomId: string; clientId: string; messageId: string }
  | { type: "typing.started"; roomId: string; typist: ClientRow; text: string }
  | { type: "tokens.ended"; clientId: string; tokens: string[] }
  | { type: "token.renewed"; clientId: string; token: string; expiresAt: number }
