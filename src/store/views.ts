import { type ClientRow, listClients } from "./clients.ts"
import type { Statements } from "./database.ts"
import { listMembers, listMentioned, type MemberRow } from "./members.ts"
import { listLastMessages, listMessagesById, type MessageContent, type MessageRow } from "./messages.ts"
import type { RoomRow } from "./rooms.ts"

/** A message with everybody it shows: its sender, the people of a membership message, what it replies to. */
export interface MessageView {
  message: MessageRow
  reply?: MessageRow
  people: ReadonlyMap<string, ClientRow>
}

/** Ids of the people that a membership message names; imported ones carry whole objects instead. */
export function namedPeople({ member, extra }: MessageContent): string[] {
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
    // A reply never shows what stands in another room.
    return { message, people, reply: reply?.roomId === message.roomId ? reply : undefined }
  })
}

export async function viewMessage(db: Statements, message: MessageRow): Promise<MessageView> {
  const [view] = await viewMessages(db, [message])
  return view as MessageView
}

/** A room with its members and its newest message; `mentioned` are those an unread message mentions. */
export interface RoomView {
  room: RoomRow
  members: MemberRow[]
  lastMessage?: MessageView
  mentioned: ReadonlySet<string>
}

export interface RoomViews {
  rooms: RoomView[]
  people: ReadonlyMap<string, ClientRow>
}

/** @param clientId the user whose mentions are looked up; null for everybody's. */
export async function viewRooms(
  db: Statements,
  rooms: readonly RoomRow[],
  clientId: string | null,
): Promise<RoomViews> {
  if (rooms.length === 0) return { rooms: [], people: new Map() }
  const ids = rooms.map(room => room.id)
  const members = await listMembers(db, ids)
  const lastMessages = new Map(
    (await viewMessages(db, [...(await listLastMessages(db, rooms)).values()])).map(view => [
      view.message.roomId,
      view,
    ]),
  )
  const mentioned = await listMentioned(db, ids, clientId)
  const people = await listClients(db, [
    ...[...members.values()].flat().map(member => member.clientId),
    ...rooms.flatMap(room => room.ownerId ?? []),
  ])
  return {
    people,
    rooms: rooms.map(room => ({
      room,
      members: members.get(room.id) ?? [],
      lastMessage: lastMessages.get(room.id),
      mentioned: mentioned.get(room.id) ?? new Set(),
    })),
  }
}
