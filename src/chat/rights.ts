import { listBanned } from "../store/blocks.ts"
import { findInvitation } from "../store/invitations.ts"
import { findMember, hasAdmin, isSuperuserOf, type MemberRow } from "../store/members.ts"
import { findRoom, type RoomRow } from "../store/rooms.ts"
import { actingClient, type Caller } from "./caller.ts"
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
  /** While the room is closed to new members, superusers only. */
  open?: true
  /** Not while the caller is banned, or one side of a direct room has blocked the other. */
  heard?: true
}

/** Who may do what in a room: the one place (contract: rest-extended.md 4.2, decided.md 30). */
export const rights = {
  read: { who: "member", direct: "both" },
  speak: { who: "member", direct: "both", alive: true, heard: true },
  add: { who: "member", open: true, alive: true, heard: true },
  leave: { who: "member" },
  seeInvitations: { who: "member", direct: "both" },
  withdraw: { who: "member", alive: true, heard: true },
  remove: { who: "lead", heard: true },
  describe: { who: "lead", direct: "both", heard: true },
  configure: { who: "superuser", direct: "platform", heard: true },
  appoint: { who: "superuser", heard: true },
  note: { who: "member", direct: "both", alive: true, heard: true },
  pin: { who: "lead", direct: "both", heard: true },
  moderate: { who: "superuser", direct: "platform", heard: true },
  ban: { who: "chief", heard: true },
  destroy: { who: "superuser", direct: "platform", heard: true },
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
  await checkRight(ctx, caller, access, action)
  if (caller.kind === "platform") return access
  const right: Right = rights[action]
  if (right.alive && room.status === 0) throw frozen()
  if (right.heard && member?.silencedAt) throw blocked(room)
  return access
}

/** Lets in whoever has a place of their own in a room, for what is about that place. */
export async function enterAsMember(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<Access & { member: MemberRow }> {
  const { room, member } = await enterRoom(ctx, caller, roomId)
  if (!member) throw notMember()
  return { room, member }
}

/** @throws ChatError INSUFFICIENT_PERMISSIONS when a caller who is let in may not do this, too. */
export async function checkRight(
  ctx: Context,
  caller: Caller,
  access: Access,
  action: Action,
): Promise<void> {
  if (await may(ctx, caller, access, action)) return
  throw new ChatError("INSUFFICIENT_PERMISSIONS", sentenceOf(rights[action], access.room))
}

/**
 * Whether the acting user may come into a room by their own wish; who is there already may (contract: openapi.yaml
 * joinRoom). The API key opens every door but those of direct rooms and of bans.
 * @throws ChatError ROOM_NOT_FOUND, ROOM_CLOSED, ROOM_INACTIVE, CLIENT_BLOCKED
 */
export async function comeIn(ctx: Context, caller: Caller, roomId: string): Promise<Access> {
  const clientId = actingClient(caller)
  const room = await findRoom(ctx.db, roomId)
  if (!room) throw noRoom()
  const member = await findMember(ctx.db, room.id, clientId)
  if (member) return { room, member }
  if (room.roomType === "direct")
    throw caller.kind === "user" ? noRoom() : closed("Nobody joins a direct room.")
  if ((await listBanned(ctx.db, room.id, [clientId])).length > 0) throw blocked(room)
  if (caller.kind === "platform") return { room, member }
  if (room.status === 0) throw frozen()
  if (room.opening === 0) throw closed("This room is closed to new members.")
  if (ctx.rules.invitationRequired && !(await findInvitation(ctx.db, room.id, clientId)))
    throw closed("This room is joined by invitation only: ask a member to invite you.")
  return { room, member }
}

/** Whether a caller who is let in may also do this. */
async function may(ctx: Context, caller: Caller, access: Access, action: Action): Promise<boolean> {
  const { who, direct, open }: Right = rights[action]
  if (access.room.roomType === "direct") return direct === "both" || direct === caller.kind
  if (caller.kind === "platform") return true
  const above = isSuperuser(caller, access)
  if (who === "superuser" || (open && access.room.opening === 0)) return above
  if (who === "member") return true
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

export const closed = (sentence: string) => new ChatError("ROOM_CLOSED", sentence)

const frozen = () => new ChatError("ROOM_INACTIVE", "This room is frozen.")

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
