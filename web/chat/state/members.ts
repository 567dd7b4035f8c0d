import type { Client, Room } from "../wire/models.ts"
import { nameOf } from "./names.ts"
import { roleOf } from "./rights.ts"
import type { Session } from "./session.ts"

const path = (roomId: string, rest: string) => `/rooms/${encodeURIComponent(roomId)}/${rest}`

/** Oneself first, then the owner, admins and the others, each by name. */
export function sortMembers(room: Room, me: string): Client[] {
  const rank = { owner: 1, admin: 2, member: 3 }
  const place = ({ _id }: Client) => (_id === me ? 0 : rank[roleOf(room, _id)])
  return [...room.members].sort((a, b) => place(a) - place(b) || nameOf(a).localeCompare(nameOf(b)))
}

/** @param isInvited they are asked, and come by themselves; else as the server has it. @throws RequestError */
export async function addMembers(
  { client }: Session,
  roomId: string,
  invitees: string[],
  isInvited: boolean,
): Promise<void> {
  await client.request("POST", path(roomId, "members"), {
    invitees,
    systemMessage: true,
    ...(isInvited ? { invitationRequired: true } : {}),
  })
}

/** @throws RequestError */
export async function removeMember({ client }: Session, roomId: string, id: string): Promise<void> {
  await client.request("POST", path(roomId, "delete/members"), { members: [id], systemMessage: true })
}

/** @throws RequestError */
export async function setAdmin({ client }: Session, roomId: string, id: string, isAdmin: boolean) {
  const body = { property: "role", value: isAdmin ? "admin" : "member" }
  await client.request("PUT", path(roomId, `member/${encodeURIComponent(id)}`), body)
}

export interface RoomFields {
  name?: string
  description?: string
  cover?: string
}

/** What the room is called and how it looks, for everybody. @throws RequestError */
export async function describeRoom({ client }: Session, roomId: string, fields: RoomFields): Promise<void> {
  await client.request("PUT", `/rooms/${encodeURIComponent(roomId)}`, fields)
}

/** For good, with all its messages. @throws RequestError */
export async function deleteRoom({ client }: Session, roomId: string): Promise<void> {
  await client.request("DELETE", `/rooms/${encodeURIComponent(roomId)}`)
}
