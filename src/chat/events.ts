import type { ClientRow } from "../store/clients.ts"
import type { InvitationView } from "../store/invitations.ts"
import type { RoomPref } from "../store/room-prefs.ts"
import type { MessageView, RoomViews } from "../store/views.ts"
import type { SignedOut } from "../wire/signed-out.ts"

/**
 * What happened, told once after the commit, with all that listeners need. `room` is the room as it now stands, where
 * its members are told of that too.
 */
export type ChatEvent =
  | { type: "message.created"; view: MessageView }
  | MessageChange
  /** For everybody; null is all messages of the room. */
  | { type: "message.deleted"; roomId: string; messageId: string | null; room: RoomViews | null }
  | { type: "messages.userDeleted"; clientId: string; roomId: string; messageIds: string[]; all: boolean }
  | { type: "room.created"; room: RoomViews }
  | RoomChange
  | { type: "room.deleted"; room: RoomViews; memberIds: string[]; inviteeIds: string[] }
  | { type: "invitation.made"; invitations: InvitationView[] }
  | { type: "invitation.ended"; roomId: string; inviteeIds: string[] }
  /** What now holds for each of these users. */
  | { type: "roomPref.changed"; roomId: string; prefs: ReadonlyMap<string, RoomPref> }
  /** Somebody was blocked or banned, or is no more; `told` are those who see the room otherwise than before. */
  | { type: "block.changed"; room: RoomViews; told: readonly string[] }
  | { type: "myPref.changed"; clientId: string; key: string; data: unknown }
  | { type: "myPref.deleted"; clientId: string; key: string }
  | { type: "marker.moved"; roomId: string; clientId: string; messageId: string }
  | { type: "typing.started"; roomId: string; typist: ClientRow; text: string }
  /** A robot produced the next piece of an answer. */
  | { type: "answer.streamed"; roomId: string; messageId: string; sender: ClientRow; text: string }
  /** Pushes that come of no message. */
  | { type: "pushes.made" }
  | ({ type: "tokens.ended"; clientId: string } & EndedTokens)
  | { type: "token.renewed"; clientId: string; token: string; expiresAt: number }

export interface EndedTokens {
  tokens: string[]
  /** All foreign tokens of the user end as well, but for one that may be kept. */
  foreign?: { kept: string | null }
  reason: SignedOut
}

export interface MessageChange {
  type: "message.changed"
  view: MessageView
  room: RoomViews | null
  /** Those who read the message though it is hidden. */
  superusers: readonly string[]
  /** The others are told that it is gone. */
  vanished: boolean
  /** Those who deleted it for themselves: to them it stays gone. */
  deleters: readonly string[]
}

/** A room is another than before, or has other members. */
export interface RoomChange {
  type: "room.changed"
  roomId: string
  /** As it was before its new messages, which clients add to what they have; empty where nobody is told of it. */
  room: RoomViews
  /** False in rooms that are too large for everybody to be told of a change. */
  toAll: boolean
  /** Users who are new; they hear of the room before its messages. */
  added: readonly string[]
  /** Users whom others removed; they hear the messages, and the room without them. */
  removed: readonly string[]
  /** A user who left hears no more of it (contract: decided.md 29). */
  left: readonly string[]
  /** System messages that came of it. */
  messages: readonly MessageView[]
}
