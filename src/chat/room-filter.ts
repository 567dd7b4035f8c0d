import { listLastMessages } from "../store/last-messages.ts"
import { listMemberIds } from "../store/members.ts"
import { listPrefsInForce, type RoomPref } from "../store/room-prefs.ts"
import { listRoomsInOrder, type RoomRow } from "../store/rooms.ts"
import type { Context } from "./context.ts"

/** What a filter judges; what it did not ask for is absent. */
export interface RoomCandidate {
  room: RoomRow
  memberIds?: string[]
  /** What holds for the reader. */
  pref?: RoomPref
  /** The newest message that the reader sees. */
  lastMessageId?: string
}

/** What is looked up for a filter besides the rooms themselves: a user may have thousands of them. */
export type RoomAspect = "members" | "pref" | "lastMessage"

/** A filter that the store cannot run. */
export interface RoomFilter {
  needs: ReadonlySet<RoomAspect>
  keep: (rooms: RoomCandidate[]) => RoomCandidate[]
}

/** Which of these rooms a filter keeps, in their order. */
export async function filterRooms(
  ctx: Context,
  clientId: string,
  ids: readonly string[],
  { needs, keep }: RoomFilter,
): Promise<string[]> {
  const { db } = ctx
  const rooms = await listRoomsInOrder(db, ids)
  const members = needs.has("members") ? await listMemberIds(db, ids) : undefined
  const prefs = needs.has("pref") ? await listPrefsInForce(db, rooms, clientId) : undefined
  const newest = needs.has("lastMessage") ? await listLastMessages(db, ids, clientId, []) : undefined
  const candidates = rooms.map(room => ({
    room,
    memberIds: members?.get(room.id),
    pref: prefs?.get(room.id)?.get(clientId),
    lastMessageId: newest?.get(room.id)?.id,
  }))
  return keep(candidates).map(({ room }) => room.id)
}
