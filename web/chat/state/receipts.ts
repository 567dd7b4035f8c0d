import { timeOfId } from "../../../client/src/index.ts"
import type { Client, MemberProperty, Message, Room } from "../wire/models.ts"
import { knownPlace, learnPlace } from "./places.ts"

/**
 * Whether a message stands below the one with an id ("" for the beginning). Where that one was seen the server's order
 * decides; else all that is known of it is the time in its id.
 */
export function isBelow(room: Room, message: Message, id: string): boolean {
  if (id === "") return true
  if (message._id === id) return false
  if (room.lastMessage) learnPlace(room.lastMessage)
  const place = knownPlace(id)
  if (place !== undefined && message.roomSeq !== undefined) return message.roomSeq > place
  return message.createdAtMS > timeOfId(id)
}

/** Ids of the others who have read up to a message. */
export function readersOf(room: Room, message: Message, me: string): string[] {
  return (room.memberProperties ?? []).filter(one => hasRead(room, one, message, me)).map(one => one.client)
}

function hasRead(room: Room, { client, lastRead }: MemberProperty, message: Message, me: string): boolean {
  return client !== me && Boolean(lastRead) && !isBelow(room, message, lastRead ?? "")
}

/** How far the others have read, rising: places, and times where no more is known. */
interface Marks {
  places: number[]
  times: number[]
}

const marks = new WeakMap<readonly MemberProperty[], Marks>()

/** How many others have read up to a message; cheap enough to ask for each row. */
export function countReaders(room: Room, message: Message, me: string): number {
  const { memberProperties: properties } = room
  if (!properties || message.roomSeq === undefined) return 0
  if (room.lastMessage) learnPlace(room.lastMessage)
  const { places, times } = marks.get(properties) ?? collectMarks(properties, me)
  return countFrom(places, message.roomSeq) + countFrom(times, message.createdAtMS)
}

function collectMarks(properties: readonly MemberProperty[], me: string): Marks {
  const made: Marks = { places: [], times: [] }
  for (const { client, lastRead } of properties) {
    if (client === me || !lastRead) continue
    const place = knownPlace(lastRead)
    if (place === undefined) made.times.push(timeOfId(lastRead))
    else made.places.push(place)
  }
  made.places.sort((a, b) => a - b)
  made.times.sort((a, b) => a - b)
  marks.set(properties, made)
  return made
}

/** How many of some rising numbers are at least `least`. */
function countFrom(numbers: readonly number[], least: number): number {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((numbers[middle] as number) < least) from = middle + 1
    else to = middle
  }
  return numbers.length - from
}

/** The other members, parted by whether they have read a message. */
export function readingOf(room: Room, message: Message, me: string): { read: Client[]; unread: Client[] } {
  const readers = new Set(readersOf(room, message, me))
  const others = room.members.filter(({ _id }) => _id !== me && _id !== message.sender._id)
  return {
    read: others.filter(({ _id }) => readers.has(_id)),
    unread: others.filter(({ _id }) => !readers.has(_id)),
  }
}

export function lastReadBy(room: Room, client: string): string | undefined {
  return room.memberProperties?.find(property => property.client === client)?.lastRead
}
