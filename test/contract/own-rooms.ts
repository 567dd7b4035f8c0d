import type { Answer } from "../support/backend.ts"
import type { Operation } from "./facts.ts"
import type { Who } from "./world.ts"

/** What every room says of the user who is answered (contract: rest-extended.md 2, "all Room answers"). */
const own = ["unread", "muted", "pref", "isMentioned", "isSuperuser"]
const ownPref = ["tags", "tagColors", "folder", "muted", "sticky", "hidden"]

const roomAnswer = /schemas\/(Room|RoomPage|SearchResult|AnyRoom)"/

type Json = Answer["body"]

/** @returns a sentence for each field that rooms of the caller lack. */
export function breaksOfOwnRooms({ answer }: Operation, who: Who, body: Json): string[] {
  if (typeof who !== "string" || !roomAnswer.test(JSON.stringify(answer))) return []
  return roomsIn(body.result)
    .filter(({ members }) => members.some((member: Json) => (member._id ?? member) === who))
    .flatMap(room => [
      ...own.filter(name => !(name in room)).map(name => `room ${room._id} lacks ${name}`),
      ...ownPref
        .filter(name => !(name in (room.pref ?? {})))
        .map(name => `room ${room._id} lacks pref.${name}`),
    ])
}

function roomsIn(value: Json): Json[] {
  if (typeof value !== "object" || value === null) return []
  return "roomType" in value && "members" in value ? [value] : Object.values(value).flatMap(roomsIn)
}
