import type { Room } from "../wire/models.ts"
import { isAfter, type MessageTimes } from "./message-times.ts"

/** How many of the others have read up to this message. */
export function countReaders(room: Room, messageId: string, me: string, times: MessageTimes): number {
  const markers = room.memberProperties ?? []
  return markers.filter(
    ({ client, lastRead }) => client !== me && lastRead && !isAfter(messageId, lastRead, times),
  ).length
}

export function lastReadBy(room: Room, client: string): string | undefined {
  return room.memberProperties?.find(property => property.client === client)?.lastRead
}
