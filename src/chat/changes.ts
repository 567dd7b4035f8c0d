import { type ChangedRoom, listChangedLists, listChangedRooms } from "../store/changes.ts"
import { isPast, presentMoment } from "../store/epochs.ts"
import type { InvitationView } from "../store/invitations.ts"
import type { MyPref } from "../store/my-prefs.ts"
import { listRoomsInOrder } from "../store/rooms.ts"
import { type RoomView, type RoomViews, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import { type ChangeCursor, readCursor, writeCursor } from "./change-cursor.ts"
import { type MessageChanges, readMessages } from "./changed-messages.ts"
import type { Context } from "./context.ts"
import { listOwnInvitations } from "./invitations.ts"
import { getMyPrefs } from "./my-prefs.ts"
import { listRoomIds } from "./rooms.ts"

/** Most rooms of one page, and messages after which a page takes no further room. */
const mostRooms = 50
const enoughMessages = 200

/** Rooms that are looked at side by side. */
const atOnce = 10

/** What a user missed since a cursor; lists are whole where anything in them changed. */
export interface Changes {
  cursor: string
  /** There is more: ask again at once. */
  more: boolean
  /** The cursor belongs to a history that this database does not have: nothing seen so far is good. */
  reset: boolean
  roomIds?: string[]
  prefs?: MyPref[]
  invitations?: InvitationView[]
  rooms: RoomViews
  changes: ReadonlyMap<string, MessageChanges>
}

/**
 * All that a user missed: whoever applies it to what they had has the server's state, whatever the connection did
 * (docs/decisions/0010).
 * @param since a cursor of an earlier answer; absent, only the present one is answered.
 * @param limit most messages of one room; a room with more news is shown afresh.
 */
export async function listChanges(
  ctx: Context,
  caller: Caller,
  since: string | undefined,
  limit: number,
): Promise<Changes> {
  const clientId = actingClient(caller)
  const cursor = since === undefined ? undefined : readCursor(since)
  // First of all: whatever is read from here on is newer, and at worst told twice.
  const now = await presentMoment(ctx.db)
  const isKnown = cursor !== undefined && (await isPast(ctx.db, cursor))
  if (!isKnown) {
    const nothing = { cursor: writeCursor(now), more: false, rooms: { rooms: [], people: new Map() } }
    const lists = cursor ? await listsOf(ctx, caller, { rooms: true, prefs: true, invitations: true }) : {}
    return { ...nothing, ...lists, reset: cursor !== undefined, changes: new Map() }
  }
  const { stamp, paging } = cursor
  const lists = paging ? {} : await listsOf(ctx, caller, await listChangedLists(ctx.db, clientId, stamp))
  const candidates = await listChangedRooms(ctx.db, clientId, stamp, paging?.after, mostRooms + 1)
  const { page, rooms, changes } = await readRooms(
    ctx,
    clientId,
    candidates.slice(0, mostRooms),
    stamp,
    limit,
  )
  const more = page.length < candidates.length
  const until = paging?.until ?? now.stamp
  const last = page.at(-1)
  const next: ChangeCursor =
    more && last
      ? { ...cursor, paging: { until, after: { at: last.at, roomId: last.roomId } } }
      : { epoch: now.epoch, stamp: until }
  return { cursor: writeCursor(next), more, reset: false, ...lists, rooms, changes }
}

async function listsOf(
  ctx: Context,
  caller: Caller,
  changed: Record<"rooms" | "prefs" | "invitations", boolean>,
): Promise<Pick<Changes, "roomIds" | "prefs" | "invitations">> {
  return {
    roomIds: changed.rooms ? (await listRoomIds(ctx, caller, { skip: 0 })).ids : undefined,
    prefs: changed.prefs ? await getMyPrefs(ctx, caller) : undefined,
    invitations: changed.invitations ? await listOwnInvitations(ctx, caller) : undefined,
  }
}

/** Reads the first of the changed rooms, until there are enough messages for a page. */
async function readRooms(
  { db }: Context,
  clientId: string,
  changed: readonly ChangedRoom[],
  since: number,
  limit: number,
): Promise<{ page: readonly ChangedRoom[]; rooms: RoomViews; changes: Map<string, MessageChanges> }> {
  const ids = changed.map(({ roomId }) => roomId)
  const rooms = await viewRooms(db, await listRoomsInOrder(db, ids), clientId)
  const above = new Set(rooms.rooms.filter(view => view.superusers.has(clientId)).map(view => view.room.id))
  const changes = new Map<string, MessageChanges>()
  let taken = 0
  for (let messages = 0; taken < changed.length && messages < enoughMessages; taken += atOnce) {
    const some = changed.slice(taken, taken + atOnce)
    for (const [roomId, one] of await readMessages(db, { clientId, above, since, limit }, some)) {
      changes.set(roomId, one)
      messages += one.messages.length
    }
  }
  // Once more: they may have been removed from a room since it was listed.
  const isIn = (view: RoomView) => view.members.some(member => member.clientId === clientId)
  const shown = rooms.rooms.filter(view => changes.has(view.room.id) && isIn(view))
  return { page: changed.slice(0, taken), rooms: { ...rooms, rooms: shown }, changes }
}
