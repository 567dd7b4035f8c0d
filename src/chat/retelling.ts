import type { Statements } from "../store/database.ts"
import { listLastMessages } from "../store/last-messages.ts"
import { countMembers, listMembers } from "../store/members.ts"
import type { MessageRow } from "../store/messages.ts"
import { findRoom, type RoomRow } from "../store/rooms.ts"
import { type MessageView, type RoomViews, superusersOf, viewMessage, viewRooms } from "../store/views.ts"
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

/** What is to be told of a room that changed, or whose members did. */
export async function describeRoomChange(
  tx: Statements,
  room: RoomRow,
  change: Partial<Pick<RoomChange, "added" | "removed" | "left" | "messages">> = {},
): Promise<RoomChange> {
  const toAll = await isRetold(tx, room.id)
  const views = await viewRooms(tx, [room], null)
  return {
    type: "room.changed",
    room: views,
    toAll,
    added: [],
    removed: [],
    left: [],
    messages: [],
    ...change,
  }
}

/** The room to be retold because of a message, if no newer one is shown in its place. */
export async function retellIfLast(tx: Statements, message: MessageRow): Promise<RoomViews | null> {
  const newest = (await listLastMessages(tx, [message.roomId], null, [])).get(message.roomId)
  return newest && newest.seq > message.seq ? null : retellRoom(tx, message.roomId)
}

/**
 * Changes a stored message and tells its room.
 * @param change returns the message as it now stands, or undefined when there was nothing to change.
 */
export async function changeStored(
  ctx: Context,
  roomId: string,
  change: (tx: Statements) => Promise<MessageRow | undefined>,
): Promise<MessageView | undefined> {
  const changed = await ctx.db.write(async tx => {
    const message = await change(tx)
    return message && describeChange(tx, message)
  }, roomId)
  if (changed) ctx.publish({ type: "message.changed", ...changed })
  return changed?.view
}

/** What is to be told of a changed message. */
export async function describeChange(tx: Statements, message: MessageRow) {
  return {
    view: await viewMessage(tx, message),
    room: await retellIfLast(tx, message),
    superusers: message.hidden ? await listSuperusers(tx, message.roomId) : [],
  }
}

async function listSuperusers(tx: Statements, roomId: string): Promise<string[]> {
  const room = await findRoom(tx, roomId)
  const members = (await listMembers(tx, [roomId])).get(roomId) ?? []
  return room ? [...superusersOf(room, members)] : []
}
