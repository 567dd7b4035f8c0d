import { type BlockRow, listBlocksIn } from "./blocks.ts"
import { type ClientRow, listClients } from "./clients.ts"
import type { Statements } from "./database.ts"
import { listLastMessages, listWithOwnLast } from "./last-messages.ts"
import { isSuperuserOf, listMembers, listMentioned, type MemberRow } from "./members.ts"
import { listMessagesById, type MessageContent, type MessageRow } from "./messages.ts"
import { listPrefsInForce, type RoomPref } from "./room-prefs.ts"
import type { RoomRow } from "./rooms.ts"

/** A message with everybody it shows: its sender, the people of a membership message, what it replies to. */
export interface MessageView {
  message: MessageRow
  reply?: MessageRow
  people: ReadonlyMap<string, ClientRow>
  /** Why the reader of a page gets it as the page's anchor only: they deleted it for themselves, or it is hidden. */
  anchorOnly?: "deleted" | "hidden"
}

/** Ids of the people that a membership message names; imported ones carry whole objects instead. */
function namedPeople({ member, extra }: MessageContent): string[] {
  const lists = extra as { invitees?: unknown; members?: unknown } | undefined
  return [member, lists?.invitees, lists?.members].flat().filter(id => typeof id === "string")
}

export async function viewMessages(db: Statements, messages: readonly MessageRow[]): Promise<MessageView[]> {
  const replies = await listMessagesById(
    db,
    messages.flatMap(message => message.content.reply ?? []),
  )
  const shown = [...messages, ...replies.values()]
  const people = await listClients(
    db,
    shown.flatMap(message => [message.senderId, ...namedPeople(message.content)]),
  )
  return messages.map(message => {
    const reply = message.content.reply === undefined ? undefined : replies.get(message.content.reply)
    // A reply never shows what stands in another room, nor what was hidden.
    const shows = reply?.roomId === message.roomId && !reply.hidden
    return { message, people, reply: shows ? reply : undefined }
  })
}

export async function viewMessage(db: Statements, message: MessageRow): Promise<MessageView> {
  const [view] = await viewMessages(db, [message])
  return view as MessageView
}

/** A room with its members and what each of them, or the one it was viewed for, sees of it. */
export interface RoomView {
  room: RoomRow
  members: MemberRow[]
  superusers: ReadonlySet<string>
  /** The newest message, for all who are not named in `ownLast`. */
  lastMessage?: MessageView
  /** The newest message of those who see another one, or none. */
  ownLast: ReadonlyMap<string, MessageView | undefined>
  /** Those whom an unread message mentions. */
  mentioned: ReadonlySet<string>
  prefs: ReadonlyMap<string, RoomPref>
  blocks: BlockRow[]
}

export interface RoomViews {
  rooms: RoomView[]
  people: ReadonlyMap<string, ClientRow>
}

/** @param clientId the user whose own things are looked up; null for everybody's. */
export async function viewRooms(
  db: Statements,
  rooms: readonly RoomRow[],
  clientId: string | null,
): Promise<RoomViews> {
  if (rooms.length === 0) return { rooms: [], people: new Map() }
  const ids = rooms.map(room => room.id)
  const members = await listMembers(db, ids)
  const superusers = new Map(rooms.map(room => [room.id, superusersOf(room, members.get(room.id) ?? [])]))
  const newest = await viewNewest(db, ids, clientId, superusers)
  const mentioned = await listMentioned(db, ids, clientId)
  const prefs = await listPrefsInForce(db, rooms, clientId)
  const blocks = Map.groupBy(await listBlocksIn(db, ids), block => block.roomId)
  const people = await listClients(db, [
    ...[...members.values()].flat().map(member => member.clientId),
    ...rooms.flatMap(room => room.ownerId ?? []),
  ])
  const views: RoomView[] = []
  for (const room of rooms) {
    const lastMessage = newest.get(room.id)
    const above = superusers.get(room.id) ?? new Set<string>()
    views.push({
      room,
      members: members.get(room.id) ?? [],
      superusers: above,
      lastMessage,
      ownLast: clientId === null ? await viewOwnLast(db, room.id, lastMessage, above) : new Map(),
      mentioned: mentioned.get(room.id) ?? new Set(),
      prefs: prefs.get(room.id) ?? new Map(),
      blocks: blocks.get(room.id) ?? [],
    })
  }
  return { people, rooms: views }
}

export const superusersOf = (room: RoomRow, members: readonly MemberRow[]): Set<string> =>
  new Set(members.filter(member => isSuperuserOf(room, member)).map(member => member.clientId))

async function viewNewest(
  db: Statements,
  roomIds: readonly string[],
  clientId: string | null,
  superusers: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Map<string, MessageView>> {
  const above = clientId === null ? [] : roomIds.filter(id => superusers.get(id)?.has(clientId))
  const newest = await listLastMessages(db, roomIds, clientId, above)
  const views = await viewMessages(db, [...newest.values()])
  return new Map(views.map(view => [view.message.roomId, view]))
}

async function viewOwnLast(
  db: Statements,
  roomId: string,
  common: MessageView | undefined,
  superusers: ReadonlySet<string>,
): Promise<Map<string, MessageView | undefined>> {
  const own = new Map<string, MessageView | undefined>()
  for (const clientId of await listWithOwnLast(db, roomId, common?.message, [...superusers])) {
    const above = superusers.has(clientId) ? [roomId] : []
    const [newest] = (await listLastMessages(db, [roomId], clientId, above)).values()
    own.set(clientId, newest && (await viewMessage(db, newest)))
  }
  return own
}
