import { listMemberIds } from "../store/members.ts"
import { listQuittedRooms, type QuittedRoom } from "../store/quitted-rooms.ts"
import { listActiveRoomIds, listRoomIdsOf, type RoomListQuery } from "../store/room-list.ts"
import { findRoom, listRoomsInOrder, type RoomRow } from "../store/rooms.ts"
import { type RoomViews, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { enterRoom } from "./rights.ts"
import { draftRoom, makeRoom, type RoomInput } from "./room-creation.ts"
import { filterRooms, type RoomFilter } from "./room-filter.ts"
import { ensureSystemClient } from "./store-message.ts"

/** Creates a room; for a pair that has a direct room, answers that one (contract: openapi.yaml createRoom). */
export async function createRoom(
  ctx: Context,
  caller: Caller,
  input: RoomInput & { members?: string[]; owner?: string; systemMessage?: boolean },
): Promise<{ room: RoomRow; memberIds: string[] }> {
  const memberIds = [...new Set(input.members)]
  const ownerId = input.owner || (caller.kind === "user" ? caller.clientId : null)
  const { draft, people } = await draftRoom(ctx, caller, input, memberIds, ownerId)
  const included = memberIds.flatMap(id => [id, ...(people.get(id)?.people?.map(client => client.id) ?? [])])
  if (caller.kind === "user" && !included.includes(caller.clientId)) {
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "You may only create rooms that you are a member of.")
  }
  const room = await makeRoom(ctx, {
    draft,
    memberIds,
    welcomed: input.systemMessage ? memberIds : [],
    invited: [],
    arrival: { event: "ADD_MEMBERS", memberIds },
    senderId: caller.clientId ?? draft.ownerId ?? (await ensureSystemClient(ctx)),
    // To users, a direct room that holds the id does not exist (contract: decided.md 23).
    evasive: caller.kind === "user",
  })
  if (!room)
    throw new ChatError("ROOM_ALREADY_EXISTS", `There is a room ${draft.id} already: choose another _id.`)
  return { room, memberIds }
}

/** One room with all it shows, for the acting user if there is one. */
export async function getRoom(ctx: Context, caller: Caller, roomId: string): Promise<RoomViews> {
  const { room } = await enterRoom(ctx, caller, roomId)
  return viewRooms(ctx.db, [room], caller.clientId)
}

/** A page of the acting user's rooms, and how many there are in all. `limit` absent is no limit. */
export interface RoomPage extends Omit<RoomListQuery, "clientId"> {
  skip: number
  limit?: number
}

/** @param filter where given, all the rooms are read. */
export async function listRooms(
  ctx: Context,
  caller: Caller,
  { skip, limit, ...query }: RoomPage,
  filter?: RoomFilter,
): Promise<RoomViews & { totalCount: number }> {
  const clientId = actingClient(caller)
  const unreadFirst = query.unreadFirst && ctx.readTracking
  const all = await listActiveRoomIds(ctx.db, { ...query, unreadFirst, clientId })
  const ids = filter ? await filterRooms(ctx, clientId, all, filter) : all
  const views = await viewRooms(
    ctx.db,
    await listRoomsInOrder(ctx.db, pageOf(ids, { skip, limit })),
    clientId,
  )
  return { ...views, totalCount: ids.length }
}

/** Ids of the acting user's active rooms, in the order of the room list. */
export async function listRoomIds(
  ctx: Context,
  caller: Caller,
  page: Pick<RoomPage, "skip" | "limit">,
): Promise<{ totalCount: number; ids: string[] }> {
  const order = (["lastMessage", "createdTime"] as const).map(field => ({ field, descending: true }))
  const clientId = actingClient(caller)
  const ids = await listActiveRoomIds(ctx.db, { clientId, unreadFirst: false, order })
  return { totalCount: ids.length, ids: pageOf(ids, page) }
}

const pageOf = (ids: readonly string[], { skip, limit }: Pick<RoomPage, "skip" | "limit">): string[] =>
  ids.slice(skip, limit === undefined ? undefined : skip + limit)

/** Rooms that the acting user left or was removed from, newest first. */
export const listQuitted = (ctx: Context, caller: Caller): Promise<QuittedRoom[]> =>
  listQuittedRooms(ctx.db, actingClient(caller))

/** Whether an id is taken; a direct room exists for its two members only (contract: decided.md 23). */
export async function roomExists(ctx: Context, caller: Caller, roomId: string): Promise<boolean> {
  const clientId = actingClient(caller)
  const room = await findRoom(ctx.db, roomId)
  if (room?.roomType !== "direct") return room !== undefined
  return (await listMemberIds(ctx.db, [roomId])).get(roomId)?.includes(clientId) === true
}

/** Ids of all rooms the caller is in: what a connection listens to. */
export const listOwnRoomIds = (ctx: Context, caller: Caller): Promise<string[]> =>
  listRoomIdsOf(ctx.db, actingClient(caller))
