import { directRoomId, newId, pairOf } from "../lib/ids.ts"
import { listClients } from "../store/clients.ts"
import { insertMembers } from "../store/joining.ts"
import { listMemberIds } from "../store/members.ts"
import {
  countRoomsOf,
  findRoom,
  findRoomByPair,
  insertRoom,
  listRoomIdsOf,
  listRoomsOf,
  type RoomListQuery,
  type RoomRow,
} from "../store/rooms.ts"
import { type RoomViews, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId, checkRoomId } from "./ids.ts"
import { enterRoom } from "./rights.ts"
import { ensureSystemClient } from "./store-message.ts"
import { added, storeSystemMessage } from "./system-messages.ts"

export interface RoomInput {
  _id?: string
  name?: string
  cover?: string
  description?: string
  roomType?: unknown
  members?: string[]
  roomTags?: string[]
  webhook?: string | null
  botMode?: boolean
  extParams?: string
  encrypted?: boolean
  systemMessage?: boolean
  owner?: string
}

/** Creates a room; for a pair that has a direct room, answers that one (contract: openapi.yaml createRoom). */
export async function createRoom(
  ctx: Context,
  caller: Caller,
  input: RoomInput,
): Promise<{ room: RoomRow; memberIds: string[] }> {
  const { draft, memberIds } = await checkRoom(ctx, caller, input)
  const senderId = caller.clientId ?? draft.ownerId ?? (await ensureSystemClient(ctx))
  const made = await ctx.db.write(async tx => {
    const existing = draft.pair === null ? undefined : await findRoomByPair(tx, draft.pair)
    if (existing) return { room: existing }
    const holder = await findRoom(tx, draft.id)
    // To users, a direct room that holds the id does not exist (contract: decided.md 23).
    const hidden = holder?.roomType === "direct" && caller.kind === "user"
    const free = holder === undefined
    if (!free && !hidden && draft.pair === null) return {}
    const room = free ? draft : { ...draft, id: newId(ctx.clock()) }
    if (!(await insertRoom(tx, room))) throw new Error("the room's id was taken while it was made")
    await insertMembers(tx, room.id, memberIds, 0, ctx.clock())
    const views = await viewRooms(tx, [room], null)
    if (!input.systemMessage || memberIds.length === 0) return { room, views }
    return { room, views, welcome: await storeSystemMessage(ctx, tx, room.id, senderId, added(memberIds)) }
  }, draft.pair ?? draft.id)
  if (!made.room)
    throw new ChatError("ROOM_ALREADY_EXISTS", `There is a room ${draft.id} already: choose another _id.`)
  // The room before its first message: clients would count that message twice (contract: client-compat.md 4.3).
  if (made.views) ctx.publish({ type: "room.created", room: made.views })
  if (made.welcome) ctx.publish({ type: "message.created", view: made.welcome })
  return { room: made.room, memberIds }
}

async function checkRoom(
  ctx: Context,
  caller: Caller,
  input: RoomInput,
): Promise<{ draft: RoomRow; memberIds: string[] }> {
  const roomType = input.roomType ?? "group"
  if (roomType !== "direct" && roomType !== "group") {
    throw new ChatError("INVALID_ROOM_TYPE", "roomType must be direct or group.")
  }
  const memberIds = [...new Set(input.members ?? [])].map(id => checkId(id, "members"))
  if (roomType === "direct" && memberIds.length !== 2) {
    throw new ChatError("INVALID_PARAMETER", "A direct room needs exactly two different members.")
  }
  if (caller.kind === "user" && !memberIds.includes(caller.clientId)) {
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "You may only create rooms that you are a member of.")
  }
  const ownerId =
    roomType === "direct" ? null : (input.owner ?? (caller.kind === "user" ? caller.clientId : null))
  const named = ownerId === null ? memberIds : [...memberIds, checkId(ownerId, "owner")]
  const people = await listClients(ctx.db, named)
  const unknown = named.find(id => !people.has(id))
  if (unknown !== undefined)
    throw new ChatError("CLIENT_NOT_FOUND", `There is no user ${unknown}: create it first.`)

  const now = ctx.clock()
  const pair = roomType === "direct" ? pairOf(memberIds[0] ?? "", memberIds[1] ?? "") : null
  const id = input._id ? checkRoomId(input._id) : pair === null ? newId(now) : directRoomId(pair)
  const draft: RoomRow = {
    id,
    roomType,
    pair,
    name: input.name ?? "",
    cover: input.cover ?? "",
    description: input.description ?? "",
    ownerId,
    managers: [],
    roomTags: [...new Set(input.roomTags)],
    webhook: input.webhook || null,
    botMode: input.botMode ?? null,
    botState: "",
    extParams: input.extParams ?? "",
    encrypted: input.encrypted ?? false,
    status: 1,
    opening: 1,
    lastSeq: 0,
    lastMessageAt: 0,
    createdAt: now,
    emptiedSeq: 0,
  }
  return { draft, memberIds }
}

/** One room with all it shows, for the acting user if there is one. */
export async function getRoom(ctx: Context, caller: Caller, roomId: string): Promise<RoomViews> {
  const { room } = await enterRoom(ctx, caller, roomId)
  return viewRooms(ctx.db, [room], caller.clientId)
}

/** What a filter judges. */
export interface RoomCandidate {
  room: RoomRow
  memberIds: string[]
}

/** A page of the acting user's rooms. @param keep a filter that the store cannot run; then all rooms are read. */
export async function listRooms(
  ctx: Context,
  caller: Caller,
  query: Omit<RoomListQuery, "clientId">,
  keep?: (rooms: RoomCandidate[]) => RoomCandidate[],
): Promise<RoomViews & { totalCount: number }> {
  const clientId = actingClient(caller)
  if (!keep) {
    const rooms = await listRoomsOf(ctx.db, { ...query, clientId })
    const totalCount = await countRoomsOf(ctx.db, { ...query, clientId })
    return { ...(await viewRooms(ctx.db, rooms, clientId)), totalCount }
  }
  const all = await listRoomsOf(ctx.db, { ...query, clientId, skip: 0, limit: undefined })
  const members = await listMemberIds(
    ctx.db,
    all.map(room => room.id),
  )
  const matching = keep(all.map(room => ({ room, memberIds: members.get(room.id) ?? [] }))).map(
    ({ room }) => room,
  )
  const page = matching.slice(query.skip, query.limit === undefined ? undefined : query.skip + query.limit)
  return { ...(await viewRooms(ctx.db, page, clientId)), totalCount: matching.length }
}

/** Ids of all rooms the caller is in: what a connection listens to. */
export const listOwnRoomIds = (ctx: Context, caller: Caller): Promise<string[]> =>
  listRoomIdsOf(ctx.db, actingClient(caller))
