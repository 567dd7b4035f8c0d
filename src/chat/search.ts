import { fold } from "../lib/grams.ts"
import type { MessageRow } from "../store/messages.ts"
import { listRoomNames, type RoomNames } from "../store/room-names.ts"
import { listRoomsInOrder } from "../store/rooms.ts"
import { type MessageView, type RoomViews, viewMessages, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { findMessages, type MessageKind, messageKinds } from "./search-messages.ts"
import { type RoomKind, roomKinds, seekerOf } from "./search-rooms.ts"

export interface SearchInput {
  kinds: string[]
  keyword: string
  /** Only this room. */
  room?: string
  /** Only rooms that carry every one of them. */
  roomTags: string[]
  /** Most messages of one kind, over all rooms. */
  limit: number
}

/** A room, and the messages found in it, newest first; null where rooms were looked for. */
export interface Hit {
  roomId: string
  messageIds: string[] | null
}

/** Rooms of one kind that are answered: each is whole, with its members. */
const mostRooms = 100

const isMessageKind = (kind: string): kind is MessageKind => Object.hasOwn(messageKinds, kind)
const isRoomKind = (kind: string): kind is RoomKind => Object.hasOwn(roomKinds, kind)
const isKnown = (kind: string): kind is MessageKind | RoomKind => isMessageKind(kind) || isRoomKind(kind)

/**
 * Looks for a keyword in what the acting user can see.
 * @returns hits by kind, without kinds that are not known, and every room that is named.
 * @throws ChatError MISSING_PARAMETER, INVALID_SEARCH_TYPE
 */
export async function search(
  ctx: Context,
  caller: Caller,
  input: SearchInput,
): Promise<{ hits: Map<string, Hit[]>; views: RoomViews }> {
  const clientId = actingClient(caller)
  const phrase = phraseOf(input.keyword, "keyword")
  const kinds = [...new Set(input.kinds)].filter(isKnown)
  if (kinds.length === 0) {
    const known = [...Object.keys(messageKinds), ...Object.keys(roomKinds)].join(", ")
    throw new ChatError("INVALID_SEARCH_TYPE", `type must name something to search: ${known}.`)
  }
  if (kinds.some(isMessageKind)) await ctx.searchCaughtUp()
  const seeker = seekerOf(ctx, clientId, await listOwnRooms(ctx, clientId, input))
  const hits = new Map<string, Hit[]>()
  for (const kind of kinds) {
    const found = isMessageKind(kind)
      ? hitsOf(await findMessages(ctx, seeker, kind, phrase, input.limit))
      : (await roomKinds[kind](ctx, seeker, phrase))
          .slice(0, mostRooms)
          .map(room => ({ roomId: room.id, messageIds: null }))
    hits.set(kind, found)
  }
  const named = new Set([...hits.values()].flat().map(hit => hit.roomId))
  return { hits, views: await viewRooms(ctx.db, await listRoomsInOrder(ctx.db, [...named]), clientId) }
}

function hitsOf(messages: readonly MessageRow[]): Hit[] {
  const byRoom = Map.groupBy(messages, message => message.roomId)
  return [...byRoom].map(([roomId, found]) => ({ roomId, messageIds: found.map(message => message.id) }))
}

/** The newest messages that hold a keyword, whole (contract: rest-extended.md 1.12); `room` is an addition of ours. */
export async function searchMessages(
  ctx: Context,
  caller: Caller,
  { keyword, room, limit }: Pick<SearchInput, "keyword" | "room" | "limit">,
): Promise<MessageView[]> {
  const clientId = actingClient(caller)
  const phrase = phraseOf(keyword, "message")
  await ctx.searchCaughtUp()
  const rooms = await listOwnRooms(ctx, clientId, { room, roomTags: [] })
  return viewMessages(ctx.db, await findMessages(ctx, { clientId, rooms }, "messages", phrase, limit))
}

function phraseOf(keyword: string, field: string): string {
  const phrase = fold(keyword)
  if (phrase !== "") return phrase
  throw new ChatError("MISSING_PARAMETER", `${field} is missing: give the text to look for.`)
}

async function listOwnRooms(
  ctx: Context,
  clientId: string,
  { room, roomTags }: Pick<SearchInput, "room" | "roomTags">,
): Promise<RoomNames[]> {
  const own = await listRoomNames(ctx.db, clientId)
  const asked = new Set(roomTags)
  return own.filter(
    ({ id, roomTags: tags }) => (room === undefined || id === room) && asked.isSubsetOf(new Set(tags)),
  )
}
