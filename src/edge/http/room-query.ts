import { ChatError } from "../../chat/error.ts"
import type { RoomAspect, RoomCandidate, RoomFilter } from "../../chat/room-filter.ts"
import type { RoomPage } from "../../chat/rooms.ts"
import { presentPref } from "../../present/room-pref.ts"
import { type Filter, filterOf, parseFilter } from "./filter.ts"
import { queryInstant } from "./instants.ts"

type Text = Record<string, string | string[] | number | undefined>

const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", sentence)

const sortable = ["lastMessage", "createdTime", "name"] as const

/** A field of a room, and what must be looked up to read it. */
interface Field {
  needs?: RoomAspect
  read: (candidate: RoomCandidate) => unknown
}

const ofRoom = (read: (room: RoomCandidate["room"]) => unknown): Field => ({ read: ({ room }) => read(room) })

/** What `q` may ask of a room; the last two are never set (contract: rest-extended.md 2). */
const roomFields: Record<string, Field> = {
  _id: ofRoom(room => room.id),
  members: { needs: "members", read: ({ memberIds }) => memberIds },
  owner: ofRoom(room => room.ownerId),
  name: ofRoom(room => room.name),
  description: ofRoom(room => room.description),
  lastMessage: { needs: "lastMessage", read: ({ lastMessageId }) => lastMessageId },
  createdTime: ofRoom(room => new Date(room.createdAt)),
  status: ofRoom(room => room.status),
  roomType: ofRoom(room => room.roomType),
  opening: ofRoom(room => room.opening),
  roomTags: ofRoom(room => room.roomTags),
  serviceStatus: ofRoom(() => 0),
  botMode: ofRoom(room => room.botMode ?? room.webhook !== null),
  botState: ofRoom(room => room.botState),
  webhook: ofRoom(room => room.webhook),
  extParams: ofRoom(room => room.extParams),
  isPublic: ofRoom(() => false),
  assignTo: ofRoom(() => undefined),
}

const ofPref = (name: keyof ReturnType<typeof presentPref>): Field => ({
  needs: "pref",
  read: ({ pref }) => presentPref(pref)[name],
})

/** What `pref` may ask of the caller's settings of a room, as the room shows them. */
const prefFields: Record<string, Field> = {
  tags: ofPref("tags"),
  folder: ofPref("folder"),
  sticky: ofPref("sticky"),
  hidden: ofPref("hidden"),
  muted: ofPref("muted"),
  translation: ofPref("translation"),
}

/** Reads the query of `GET /rooms`. @returns `filter` only when the store alone cannot answer it. */
export function readRoomQuery(query: Text, clientId: string | null): RoomPage & { filter?: RoomFilter } {
  const own = parseFilter(query.q as string | undefined, "q")
  // The web SDK always asks for its own rooms by name; that is what the list holds anyway.
  if (own?.members === clientId) delete own.members
  const pref = query.pref === "true" ? undefined : parseFilter(query.pref as string | undefined, "pref")
  return {
    updatedAfter: queryInstant(query.updatedAfter, "updatedAfter"),
    unreadFirst: !["", "0", "false"].includes(String(query.sortUnreadFirst ?? "0")),
    order: orderOf([query.sort ?? "-lastMessage -createdTime"].flat().join(" ")),
    skip: Number(query.skip ?? 0),
    limit: Number(query.limit ?? 0) || undefined,
    filter: bothOf(asked(own, roomFields, "q"), asked(pref, prefFields, "pref")),
  }
}

function asked(
  filter: Filter | undefined,
  fields: Record<string, Field>,
  name: string,
): RoomFilter | undefined {
  if (!filter || Object.keys(filter).length === 0) return
  const needs = new Set<RoomAspect>()
  const lookUp = (name: string) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field?.needs) needs.add(field.needs)
    return field?.read
  }
  return { keep: filterOf(filter, lookUp, name), needs }
}

function bothOf(one: RoomFilter | undefined, other: RoomFilter | undefined): RoomFilter | undefined {
  if (!one || !other) return one ?? other
  return { needs: one.needs.union(other.needs), keep: rooms => other.keep(one.keep(rooms)) }
}

function orderOf(sort: string): RoomPage["order"] {
  const words = sort.split(/[\s,]+/).filter(word => word !== "")
  if (words.length > sortable.length) throw flawed(`sort takes at most ${sortable.length} fields.`)
  const order = words.map(word => ({ field: word.replace(/^[-+]/, ""), descending: word.startsWith("-") }))
  return order.map(({ field, descending }) => {
    const known = sortable.find(name => name === field)
    if (!known) throw flawed(`sort cannot use ${field}: use ${sortable.join(", ")}.`)
    return { field: known, descending }
  })
}
