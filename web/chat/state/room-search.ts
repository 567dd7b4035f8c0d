import type { Client, Message, Room, RoomView } from "../wire/models.ts"
import { nameOf, roomName } from "./names.ts"
import { prefOf } from "./room-prefs.ts"
import type { Session } from "./session.ts"

/** Letters alone: without case, and without accents. */
function fold(words: string): string {
  return words
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .trim()
}

/** Folding takes a while: of each thing it is done once. */
function foldOnce<T extends object>(words: (thing: T, me: string) => string) {
  const folded = new WeakMap<T, string>()
  return (thing: T, me = ""): string => {
    const known = folded.get(thing)
    if (known !== undefined) return known
    const made = fold(words(thing, me))
    folded.set(thing, made)
    return made
  }
}

const nameOfRoom = foldOnce<Room>(roomName)

const restOfRoom = foldOnce<Room>(room => {
  const { folder = "", tags = [] } = prefOf(room)
  return [...room.members.map(nameOf), folder, ...tags, ...(room.roomTags ?? [])].join("\n")
})

const wordsOfPerson = foldOnce<Client>(person => `${nameOf(person)}\n${person._id}`)

/** Rooms whose name, members, folder or tags hold the words; by name first, each part in the order given. */
export function findRooms(rooms: readonly RoomView[], query: string, me: string): RoomView[] {
  const phrase = fold(query)
  const byName = rooms.filter(room => nameOfRoom(room, me).includes(phrase))
  const named = new Set(byName)
  return [...byName, ...rooms.filter(room => !named.has(room) && restOfRoom(room).includes(phrase))]
}

export function findPeople(people: readonly Client[], query: string): Client[] {
  const phrase = fold(query)
  return people.filter(person => wordsOfPerson(person).includes(phrase))
}

/** Messages of all rooms that hold the words, newest first. @throws RequestError */
export async function findMessages({ client }: Session, query: string, limit = 30): Promise<Message[]> {
  const found = await client.request<{ data: Message[] }>("POST", "/messages/search", {
    message: query,
    limit,
  })
  return found.data.filter(({ room }) => client.rooms.has(room))
}
