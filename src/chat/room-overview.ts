import { setImmediate } from "node:timers/promises"
import { fold } from "../lib/grams.ts"
import { listRoomIdsOf } from "../store/room-list.ts"
import { countAllRooms, countMembersOf, pageRooms, type RoomPlace } from "../store/room-overview.ts"
import { listRoomsInOrder, type RoomRow } from "../store/rooms.ts"
import type { Context } from "./context.ts"

export interface CountedRoom {
  room: RoomRow
  memberCount: number
}

interface Page {
  skip: number
  limit: number
}

/** How many rooms are read at once where a search looks at all. */
const partSize = 1000

/** Whether a room goes by this: its id, its name or one of its tags. @param phrase what `fold` returned. */
const isFound = ({ id, name, roomTags }: RoomRow, phrase: string) =>
  id.includes(phrase) || [id, name, ...roomTags].some(text => fold(text).includes(phrase))

/** A page of all rooms, or of those that a search finds, the newest first. */
export async function searchAllRooms(
  ctx: Context,
  search: string,
  page: Page,
): Promise<{ totalCount: number; rooms: CountedRoom[] }> {
  const phrase = fold(search)
  if (phrase !== "") {
    const found = await filterAll(ctx, phrase, page)
    return { totalCount: found.totalCount, rooms: await counted(ctx, found.rooms) }
  }
  const rooms = await pageRooms(ctx.db, page)
  return { totalCount: await countAllRooms(ctx.db), rooms: await counted(ctx, rooms) }
}

async function filterAll(ctx: Context, phrase: string, { skip, limit }: Page) {
  const rooms: RoomRow[] = []
  let totalCount = 0
  let after: RoomPlace | undefined
  for (;;) {
    const part = await pageRooms(ctx.db, { after, limit: partSize })
    const found = part.filter(room => isFound(room, phrase))
    rooms.push(...found.slice(Math.max(0, skip - totalCount), Math.max(0, skip + limit - totalCount)))
    totalCount += found.length
    after = part.at(-1)
    if (part.length < partSize) return { totalCount, rooms }
    // Others have their turn between two parts.
    await setImmediate()
  }
}

async function counted(ctx: Context, rooms: readonly RoomRow[]): Promise<CountedRoom[]> {
  const counts = await countMembersOf(
    ctx.db,
    rooms.map(room => room.id),
  )
  return rooms.map(room => ({ room, memberCount: counts.get(room.id) ?? 0 }))
}

/** The rooms that a user is in; the first thousand of them. */
export async function listRoomsOf(ctx: Context, clientId: string): Promise<CountedRoom[]> {
  const ids = await listRoomIdsOf(ctx.db, clientId)
  return counted(ctx, await listRoomsInOrder(ctx.db, ids.slice(0, partSize)))
}
