import type { Game } from "./game.ts"
import type { Message, Room } from "./model.ts"

interface MessageRow extends Omit<Message, "hidden" | "deletedBy" | "mentions"> {
  roomId: string
  hidden: number
  contentJson: string
}
interface Deletion {
  roomId: string
  clientId: string
  seq: number
}

/** Makes the model what the server stored: in which order calls took effect that were in flight together is its choice. */
export async function reload({ parley: { ctx }, model }: Game): Promise<void> {
  const { db } = ctx
  const ids = [...model.rooms.keys()]
  const heads = await db.all<{ id: string; end: number; status: number }>(
    'SELECT id, last_seq AS "end", status FROM rooms WHERE id = ANY(?)',
    [ids],
  )
  const messages = await db.all<MessageRow>(
    `SELECT id, room_id AS "roomId", seq, sender_id AS "senderId", message_type AS "messageType", hidden,
       content_json AS "contentJson" FROM messages WHERE room_id = ANY(?) ORDER BY seq`,
    [ids],
  )
  const single = await db.all<Deletion>(
    'SELECT room_id AS "roomId", client_id AS "clientId", seq FROM user_deletions WHERE room_id = ANY(?)',
    [ids],
  )
  const whole = await db.all<Deletion>(
    'SELECT room_id AS "roomId", client_id AS "clientId", seq FROM clearings WHERE room_id = ANY(?)',
    [ids],
  )
  const members = await db.all<{ roomId: string; clientId: string; named: number; marker: number }>(
    'SELECT room_id AS "roomId", client_id AS "clientId", named, read_seq AS "marker" FROM members WHERE room_id = ANY(?)',
    [ids],
  )
  for (const room of [...model.rooms.values()]) {
    const head = heads.find(({ id }) => id === room.id)
    const here = <T extends { roomId: string }>(rows: T[]) => rows.filter(({ roomId }) => roomId === room.id)
    if (!head) model.rooms.delete(room.id)
    else
      Object.assign(room, {
        end: head.end,
        frozen: head.status === 0,
        named: new Set(here(members).flatMap(row => (row.named === 1 ? [row.clientId] : []))),
        markers: new Map(
          here(members)
            .filter(row => model.users.includes(row.clientId))
            .map(row => [row.clientId, row.marker]),
        ),
        messages: here(messages).map(row => messageOf(row, here(single), here(whole))),
      } satisfies Partial<Room>)
  }
}

function messageOf(
  { contentJson, roomId: _, ...row }: MessageRow,
  single: Deletion[],
  whole: Deletion[],
): Message {
  const deletions = [
    ...single.filter(({ seq }) => seq === row.seq),
    ...whole.filter(({ seq }) => seq >= row.seq),
  ]
  return {
    ...row,
    hidden: row.hidden === 1,
    mentions: JSON.parse(contentJson).mentions ?? [],
    deletedBy: new Set(deletions.map(({ clientId }) => clientId)),
  }
}
