import type { Client, Room } from "../wire/models.ts"

export function nameOf(client: Client | undefined): string {
  return client?.nickname || client?._id || ""
}

export function othersIn(room: Room, me: string): Client[] {
  return room.members.filter(member => member._id !== me)
}

/** The other side of a room of two. */
export function peerIn(room: Room, me: string): Client | undefined {
  return room.roomType === "direct" ? othersIn(room, me)[0] : undefined
}

/** A direct or unnamed room goes by its other members. */
export function roomName(room: Room, me: string): string {
  if (room.name && room.roomType !== "direct") return room.name
  const others = othersIn(room, me).map(nameOf)
  return others.join(", ") || room.name || ""
}

/** One or two letters to stand for a picture. */
export function initialsOf(name: string): string {
  const letters = name.match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu) ?? []
  return letters.slice(0, 2).join("").toUpperCase() || "?"
}

/** The same id always gets the same of `count` colours. */
export function colourOf(id: string, count: number): number {
  let sum = 7
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return sum % count
}
