import type { Client, Room } from "../wire/models.ts"
import type { Session } from "./session.ts"

/** Who of a room has a live connection, as the server says now. Nothing tells of it: whoever shows it asks again. */
export async function askPresence({ client }: Session, roomId: string): Promise<Room | undefined> {
  return client.request<Room>("GET", `/rooms/${encodeURIComponent(roomId)}`).catch(() => undefined)
}

/** @param asked the room as it was asked for last; what came with the room itself is older. */
export function onlineIn(room: Room, asked: Room | undefined): ReadonlySet<string> {
  const people = (asked ?? room).members.flatMap(peopleOf)
  return new Set(people.filter(({ isSocketConnected }) => isSocketConnected).map(({ _id }) => _id))
}

/** A member, or the people of a group that is one. */
export function peopleOf(member: Client): Client[] {
  const people = member.clientType === "group" ? member.members : undefined
  return Array.isArray(people) ? people : [member]
}
