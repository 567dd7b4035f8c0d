import type { Statements } from "../store/database.ts"
import { listLastMessages } from "../store/last-messages.ts"
import { countMembers, listMembers } from "../store/members.ts"
import type { MessageRow } from "../store/messages.ts"
import { findRoom, type RoomRow } from "../store/rooms.ts"
import { stampRoom } from "../store/stamps.ts"
import { type DeletedStretch, listDeletedStretches } from "../store/user-deletions.ts"
import { type MessageView, type RoomViews, superusersOf, viewMessages, viewRooms } from "../store/views.ts"
import type { Context } from "./context.ts"
import type { RoomChange } from "./events.ts"

/**
 * Beyond this size a room's whole object is not sent to every member because something about it changed: the object
 * grows with the members, and so do its copies. Clients heal with the next `room` or read (docs/decisions/0005).
 */
const largestRoomToRetell = 200

/** The room as all its members are to be told of it; null where it is too large for that, or gone. */
export async function retellRoom(tx: Statements, roomId: string): Promise<RoomViews | null> {
  const room = (await isRetold(tx, roomId)) ? await findRoom(tx, roomId) : undefined
  return room ? viewRooms(tx, [room], null) : null
}

const isRetold = async (tx: Statements, roomId: string) =>
  (await countMembers(tx, roomId)) <= largestRoomToRetell

/** What is to be told of a room that changed, or whose members did: asked before messages come of it. */
export async function describeRoomChange(
  tx: Statements,
  room: RoomRow,
  change: Partial<Pick<RoomChange, "added" | "removed" | "left">> = {},
): Promise<RoomChange> {
  const toAll = await isRetold(tx, room.id)
  const isTold = toAll || [change.added, change.removed].some(ids => ids && ids.length > 0)
  return {
    type: "room.changed",
    roomId: room.id,
    room: await viewRooms(tx, isTold ? [room] : [], null),
    toAll,
    added: [],
    removed: [],
    left: [],
    messages: [],
    ...change,
  }
}

/** What becomes of a message that is already stored. */
export interface StoredChange {
  /** The messages as they now stand, all of one room; those that did not change are left out. */
  messages: MessageRow[]
  /** Members now count other messages as unread. */
  recounted?: boolean
  /** Members are told that hidden messages are gone. */
  vanished?: boolean
}

/** Changes stored messages of a room and tells the room. @returns the messages as they now stand. */
export async function changeStored(
  ctx: Context,
  roomId: string,
  change: (tx: Statements) => Promise<StoredChange>,
): Promise<MessageView[]> {
  const changes = await ctx.db.write(async tx => describeChanges(tx, roomId, await change(tx)), roomId)
  for (const one of changes) ctx.publish({ type: "message.changed", ...one })
  return changes.map(({ view }) => view)
}

/** The room is told with the last of its messages. */
async function describeChanges(
  tx: Statements,
  roomId: string,
  { messages, recounted = false, vanished = false }: StoredChange,
) {
  if (messages.length === 0) return []
  await stampRoom(tx, roomId)
  const views = await viewMessages(tx, messages)
  const tellsRoom = recounted || (await hasLast(tx, roomId, messages))
  const room = tellsRoom ? await retellRoom(tx, roomId) : null
  const superusers = messages.some(message => message.hidden) ? await listSuperusers(tx, roomId) : []
  const deleted = await listDeleted(tx, roomId, messages)
  return views.map((view, i) => ({
    view,
    superusers,
    vanished,
    deleters: deletersOf(view.message, deleted),
    room: i === views.length - 1 ? room : null,
  }))
}

/** Whether one of the messages is shown as the room's last. */
async function hasLast(tx: Statements, roomId: string, messages: readonly MessageRow[]): Promise<boolean> {
  const newest = (await listLastMessages(tx, [roomId], null, [])).get(roomId)
  return !newest || messages.some(message => message.seq >= newest.seq)
}

function listDeleted(
  tx: Statements,
  roomId: string,
  messages: readonly MessageRow[],
): Promise<DeletedStretch[]> {
  const seqs = messages.map(({ seq }) => seq)
  return listDeletedStretches(tx, roomId, { first: Math.min(...seqs), last: Math.max(...seqs) })
}

const deletersOf = ({ seq }: MessageRow, deleted: readonly DeletedStretch[]): string[] =>
  deleted.filter(({ first, last }) => first <= seq && seq <= last).map(({ clientId }) => clientId)

async function listSuperusers(tx: Statements, roomId: string): Promise<string[]> {
  const room = await findRoom(tx, roomId)
  const members = (await listMembers(tx, [roomId])).get(roomId) ?? []
  return room ? [...superusersOf(room, members)] : []
}
