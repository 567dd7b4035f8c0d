import { findMember, type MemberRow } from "../store/members.ts"
import { findRoom, type RoomRow } from "../store/rooms.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** The room as somebody may see it, with the caller's own place in it if there is one. */
export interface Access {
  room: RoomRow
  member: MemberRow | undefined
}

/** Lets members and the API key in. @throws ChatError ROOM_NOT_FOUND, NOT_ROOM_MEMBER */
export async function enterRoom(ctx: Context, caller: Caller, roomId: string): Promise<Access> {
  const room = roomId.includes("\0") ? undefined : await findRoom(ctx.db, roomId)
  if (!room) throw noRoom()
  const member = caller.clientId === null ? undefined : await findMember(ctx.db, room.id, caller.clientId)
  // The id of a direct room can be computed from two user ids: to others it does not exist (contract: decided.md 23).
  if (!member && caller.kind === "user") throw room.roomType === "direct" ? noRoom() : notMember()
  return { room, member }
}

export const noRoom = () => new ChatError("ROOM_NOT_FOUND", "There is no such room.")

export const notMember = () => new ChatError("NOT_ROOM_MEMBER", "You are not a member of this room.")

/** Owner, managers, members with the role admin, and the API key (contract: rest-extended.md 0). */
export function isSuperuser(caller: Caller, { room, member }: Access): boolean {
  if (caller.kind === "platform") return true
  return (
    room.ownerId === caller.clientId || room.managers.includes(caller.clientId) || member?.role === "admin"
  )
}
