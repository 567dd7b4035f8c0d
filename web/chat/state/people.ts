import type { Client, Room } from "../wire/models.ts"
import { nameOf } from "./names.ts"
import { peopleOf } from "./presence.ts"

/** Everybody the user shares a room with, by name. Users cannot list the others: those are found by their id. */
export function listPeople(rooms: Iterable<Room>, me: string): Client[] {
  const people = new Map<string, Client>()
  for (const { members } of rooms)
    for (const member of members)
      for (const person of peopleOf(member)) if (person._id !== me) people.set(person._id, person)
  return [...people.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
}
