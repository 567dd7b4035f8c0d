import { findMember, hasAdmin, isSuperuserOf, type MemberRow } from "../store/members.ts"
import { findRoom, type RoomRow } from "../store/rooms.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** Who may: any member; superusers, or any member where there are none; superusers only; the owner, or who stands next. */
type Who = "member" | "lead" | "superuser" | "chief"

interface Right {
  who: Who
  /** In a direct room both sides may, or only the API key; absent, nobody may: it makes no sense there. */
  direct?: "both" | "platform"
  /** Not while the room is frozen. */
  alive?: true
  /** Not while the caller is banned, or one side of a direct room has blocked the other. */
  heard?: true
}

/** Who may do what in a room: the one place (contract: rest-extended.md 4.2, decided.md 30). */
export const rights = {
  read: { who: "member", direct: "both" },
  speak: { who: "member", direct: "both", alive: true, heard: true },
  add: { who: "member", alive: true, heard: true },
  seeInvitations: { who: "member", direct: "both" },
  withdraw: { who: "member" },
  remove: { who: "lead" },
  describe: { who: "lead", direct: "both" },
  configure: { who: "superuser", direct: "platform" },
  appoint: { who: "superuser" },
  note: { who: "member", direct: "both" },
  pin: { who: "lead", direct: "both" },
  moderate: { who: "superuser", direct: "platform" },
  ban: { who: "chief" },
  destroy: { who: "superuser", direct: "platform" },
} satisfies Record<string, Right>

export type Action = keyof typeof rights

/** A room as its caller may use it, with the caller's own place in it if there is one. */
export interface Access {
  room: RoomRow
  member: MemberRow | undefined
}

/**
 * Lets a caller into a room for one purpose. The API key may do everything, but what makes no sense in a direct room.
 * @throws ChatError ROOM_NOT_FOUND, NOT_ROOM_MEMBER, INSUFFICIENT_PERMISSIONS, ROOM_INACTIVE, CLIENT_BLOCKED
 */
export async function enterRoom(
  ctx: Context,
  caller: Caller,
  roomId: string,
  action: Action = "read",
): Promise<Access> {
  const room = roomId.includes("\0") ? undefined : await findRoom(ctx.db, roomId)
  if (!room) throw noRoom()
  const member = caller.clientId === null ? undefined : await findMember(ctx.db, room.id, caller.clientId)
  // The id of a direct room can be computed from two user ids: to others it does not exist (contract: decided.md 23).
  if (!member && caller.kind !== "platform") throw room.roomType === "direct" ? noRoom() : notMember()
  const access = { room, member }
  const right: Right = rights[action]
  if (!(await may(ctx, caller, access, action))) {
    throw new ChatError("INSUFFICIENT_PERMISSIONS", sentenceOf(right, room))
  }
  if (caller.kind === "platform") return access
  if (right.alive && room.status === 0) throw new ChatError("ROOM_INACTIVE", "This room is frozen.")
  if (right.heard && member?.silencedAt) throw blocked(room)
  return access
}

/** Whether a caller who is let in may also do this. */
export async function may(ctx: Context, caller: Caller, access: Access, action: Action): Promise<boolean> {
  const { who, direct }: Right = rights[action]
  if (access.room.roomType === "direct") return direct === "both" || direct === caller.kind
  if (caller.kind === "platform" || who === "member") return true
  const above = isSuperuser(caller, access)
  if (who === "superuser") return above
  const { ownerId } = access.room
  if (who === "chief" && ownerId !== null) return ownerId === caller.clientId
  return above || !(await hasSuperuser(ctx, access.room))
}

async function hasSuperuser(ctx: Context, room: RoomRow): Promise<boolean> {
  return room.ownerId !== null || room.managers.length > 0 || (await hasAdmin(ctx.db, room.id))
}

/** Owner, managers, members with the role admin, and the API key (contract: rest-extended.md 0). */
export function isSuperuser(caller: Caller, { room, member }: Access): boolean {
  if (caller.kind === "platform") return true
  return member !== undefined && isSuperuserOf(room, member)
}

export const noRoom = () => new ChatError("ROOM_NOT_FOUND", "There is no such room.")

export const notMember = () => new ChatError("NOT_ROOM_MEMBER", "You are not a member of this room.")

const blocked = (room: RoomRow) =>
  new ChatError(
    "CLIENT_BLOCKED",
    room.roomType === "direct"
      ? "One of you has blocked the other: lift the block first."
      : "You are banned in this room.",
  )

function sentenceOf({ who }: Right, room: RoomRow): string {
  if (room.roomType === "direct") return "This cannot be done in a direct room."
  if (who === "chief" && room.ownerId !== null) return "Only the owner of the room may do this."
  return "Only the owner, a manager or an admin of the room may do this."
}
