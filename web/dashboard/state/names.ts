import type { Client, Message, Room } from "../wire/chat.ts"

export const nameOf = (client: Client | undefined): string => client?.nickname || client?._id || ""

/** An unnamed room goes by its members; empty text for an empty one. */
export function roomName(room: Room): string {
  return room.name || (room.members ?? []).slice(0, 4).map(nameOf).join(", ")
}

export const countMembers = (room: Room): number => room.memberCount ?? room.members?.length ?? 0

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

/** The words of a message; empty text where it has none. */
export const textOf = ({ message }: Message): string => (typeof message === "string" ? message : "")

/** What a file is called; empty text where there is none. Some clients send `extra` as its JSON text. */
export function fileNameOf({ extra }: Message): string {
  const { fileName, title } = Object(typeof extra === "string" ? parse(extra) : extra)
  return [fileName, title].find(name => typeof name === "string" && name !== "") ?? ""
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
