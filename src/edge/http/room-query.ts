import { ChatError } from "../../chat/error.ts"
import type { RoomCandidate } from "../../chat/rooms.ts"
import { instantOf } from "../../lib/clock.ts"
import type { RoomListQuery } from "../../store/rooms.ts"
import { type Filter, filterOf, parseFilter } from "./filter.ts"

type Text = Record<string, string | string[] | number | undefined>
type Page = Omit<RoomListQuery, "clientId">

const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", sentence)

const sortable = ["lastMessage", "createdTime", "name"] as const

/** What `q` may ask of a room (contract: rest-extended.md 2). */
const roomFields: Record<string, (room: RoomCandidate) => unknown> = {
  _id: ({ room }) => room.id,
  members: ({ memberIds }) => memberIds,
  owner: ({ room }) => room.ownerId,
  name: ({ room }) => room.name,
  description: ({ room }) => room.description,
  createdTime: ({ room }) => new Date(room.createdAt),
  status: ({ room }) => room.status,
  roomType: ({ room }) => room.roomType,
  opening: ({ room }) => room.opening,
  roomTags: ({ room }) => room.roomTags,
  serviceStatus: () => 0,
  botMode: ({ room }) => room.botMode ?? room.webhook !== null,
  botState: ({ room }) => room.botState,
  webhook: ({ room }) => room.webhook,
  extParams: ({ room }) => room.extParams,
}

/** What `pref` may ask of the caller's own settings of a room; nobody has any yet. */
const prefFields: Record<string, () => unknown> = {
  tags: () => [],
  folder: () => "",
  sticky: () => false,
  hidden: () => false,
  muted: () => false,
  translation: () => false,
}

/** Reads the query of `GET /rooms`. @returns `filter` only when the store alone cannot answer it. */
export function readRoomQuery(
  query: Text,
  clientId: string | null,
): Page & { filter?: (rooms: RoomCandidate[]) => RoomCandidate[] } {
  const own = parseFilter(query.q as string | undefined, "q")
  // The web SDK always asks for its own rooms by name; that is what the list holds anyway.
  if (own?.members === clientId) delete own.members
  const pref = query.pref === "true" ? undefined : parseFilter(query.pref as string | undefined, "pref")
  const filters = [asked(own, roomFields, "q"), asked(pref, prefFields, "pref")].filter(
    filter => filter !== undefined,
  )
  const updatedAfter = query.updatedAfter === undefined ? undefined : instantOf(query.updatedAfter)
  if (query.updatedAfter !== undefined && updatedAfter === undefined) {
    throw flawed("updatedAfter must be an ISO 8601 date or milliseconds since the epoch.")
  }
  return {
    updatedAfter,
    unreadFirst: !["", "0", "false"].includes(String(query.sortUnreadFirst ?? "0")),
    order: orderOf([query.sort ?? "-lastMessage -createdTime"].flat().join(" ")),
    skip: Number(query.skip ?? 0),
    limit: Number(query.limit ?? 0) || undefined,
    filter: filters.length === 0 ? undefined : rooms => filters.reduce((left, keep) => keep(left), rooms),
  }
}

function asked(
  filter: Filter | undefined,
  fields: Record<string, (room: RoomCandidate) => unknown>,
  name: string,
) {
  if (!filter || Object.keys(filter).length === 0) return
  return filterOf(filter, field => (Object.hasOwn(fields, field) ? fields[field] : undefined), name)
}

function orderOf(sort: string): RoomListQuery["order"] {
  const words = sort.split(/[\s,]+/).filter(word => word !== "")
  if (words.length > sortable.length) throw flawed(`sort takes at most ${sortable.length} fields.`)
  const order = words.map(word => ({ field: word.replace(/^[-+]/, ""), descending: word.startsWith("-") }))
  return order.map(({ field, descending }) => {
    const known = sortable.find(name => name === field)
    if (!known) throw flawed(`sort cannot use ${field}: use ${sortable.join(", ")}.`)
    return { field: known, descending }
  })
}
