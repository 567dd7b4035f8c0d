import type { Room } from "../wire/models.ts"

/** How many of the others have read up to this message. Ids sort by time, so markers compare as text. */
export function countReaders(room: Room, messageId: string, me: string): number {
  const markers = room.memberProperties ?? []
  return markers.filter(({ client, lastRead }) => client !== me && lastRead && lastRead >= messageId).length
}

export function lastReadBy(room: Room, client: string): string | undefined {
  return room.memberProperties?.find(property => property.client === client)?.lastRead
}
