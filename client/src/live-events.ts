import type { Client, Invitation, Message, Pref, Room, StreamedPiece, Typing } from "./models.ts"

/** What the server tells on the socket, by the event's name. */
export interface LiveEvents {
  "chat message": Message
  room: Room
  lastRead: { roomID: string; memberID: string; messageID: string }
  typing: Typing
  ai_streaming: StreamedPiece
  roomPref: { room: string; [field: string]: unknown }
  myPrefChange: Pref
  /** The bare key. */
  myPrefDelete: string
  invitation: Invitation
  cancelInvitation: { room: string }
  userDeleteMessages: { room: string; messages: string[]; isUserDeleteAllMessagesInRoom?: boolean }
  /** `_all` for all messages of the room. */
  messageDeleted: { room: string; messageID: string }
}

/** Who the sign-in made the connection. */
export interface SignedIn extends Client {
  /** When the server signed the user in, by its own clock. */
  lastLoginTimeMS?: number
}

export type LiveEvent = {
  [Name in keyof LiveEvents]: { name: Name; payload: LiveEvents[Name] }
}[keyof LiveEvents]

export const liveEventNames = [
  ...(["chat message", "room", "lastRead", "typing", "ai_streaming", "roomPref", "myPrefChange"] as const),
  ...(["myPrefDelete", "invitation", "cancelInvitation", "userDeleteMessages", "messageDeleted"] as const),
]

/** Reads what a base64 connection is told: the base64 of JSON in ASCII, or of a bare key. */
export function decode(name: string, text: unknown): unknown {
  if (typeof text !== "string") return text
  return name === "myPrefDelete" ? atob(text) : JSON.parse(atob(text))
}
