import type { Room } from "../wire/models.ts"

export type Role = "owner" | "admin" | "member"

/** What somebody is in a room; managers and admins have the same rights. */
export function roleOf(room: Room, id: string): Role {
  if (ownerOf(room) === id) return "owner"
  if (managersOf(room).includes(id) || isAdmin(room, id)) return "admin"
  return "member"
}

/** The role that `PUT /rooms/:id/member/:client` gives and takes; a manager is one beside it. */
export function isAdmin(room: Room, id: string): boolean {
  return Boolean(room.memberProperties?.some(({ client, role }) => client === id && role === "admin"))
}

function ownerOf({ owner }: Room): string | undefined {
  if (typeof owner === "string") return owner
  return (owner as { _id?: string } | undefined)?._id
}

const managersOf = ({ managers }: Room): string[] => (Array.isArray(managers) ? managers : [])

export type Act =
  | "add"
  | "invite"
  | "withdraw"
  | "remove"
  | "describe"
  | "appoint"
  | "ban"
  | "leave"
  | "destroy"

/** Whether the server would let this user do it (contract: rest-extended, section 4.2); it has the last word. */
export function may(act: Act, room: Room, me: string): boolean {
  if (room.roomType === "direct") return false
  const isSuperuser = room.isSuperuser ?? roleOf(room, me) !== "member"
  const isHeard = !room.wasBlockedAt
  if (act === "leave") return true
  if (!isHeard) return false
  if (act === "add" || act === "invite") return isAlive(room) && (room.opening !== 0 || isSuperuser)
  if (act === "withdraw") return isAlive(room)
  if (act === "appoint" || act === "destroy") return isSuperuser
  if (act === "ban" && ownerOf(room) !== undefined) return ownerOf(room) === me
  return isSuperuser || !hasSuperuser(room)
}

const isAlive = ({ status }: Room): boolean => status !== 0

function hasSuperuser(room: Room): boolean {
  const hasAdmin = room.memberProperties?.some(({ role }) => role === "admin")
  return ownerOf(room) !== undefined || managersOf(room).length > 0 || Boolean(hasAdmin)
}
