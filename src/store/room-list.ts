import type { Statements, Value } from "./database.ts"
import { unread } from "./members.ts"

/** Which rooms a user has, as ids: rooms are wide, so they are sorted by their keys and loaded by the page. */

const orders = { lastMessage: "last_message_at", createdTime: "rooms.created_at", name: "name" } as const

export interface RoomListQuery {
  clientId: string
  /** Only rooms with a message or created after it, ms since the epoch. */
  updatedAfter?: number
  unreadFirst: boolean
  order: { field: keyof typeof orders; descending: boolean }[]
}

/** All active rooms of a user, in order. */
export async function listActiveRoomIds(db: Statements, query: RoomListQuery): Promise<string[]> {
  const { clientId, updatedAfter } = query
  const order = [
    ...(query.unreadFirst ? [`CASE WHEN ${unread} > 0 THEN 0 ELSE 1 END`] : []),
    ...query.order.map(({ field, descending }) => orders[field] + (descending ? " DESC" : " ASC")),
    "rooms.id",
  ]
  const recent = updatedAfter === undefined ? "" : " AND (last_message_at > ? OR rooms.created_at > ?)"
  const values: Value[] = updatedAfter === undefined ? [clientId] : [clientId, updatedAfter, updatedAfter]
  return idsOf(
    db.all<{ id: string }>(
      `SELECT rooms.id AS "id" FROM members JOIN rooms ON rooms.id = members.room_id
       WHERE members.client_id = ? AND status = 1${recent} ORDER BY ${order.join(", ")}`,
      values,
    ),
  )
}

/** All rooms of a user, frozen ones included, in no order. */
export async function listRoomIdsOf(db: Statements, clientId: string): Promise<string[]> {
  return idsOf(db.all<{ id: string }>('SELECT room_id AS "id" FROM members WHERE client_id = ?', [clientId]))
}

const idsOf = async (rows: { id: string }[] | Promise<{ id: string }[]>) => (await rows).map(row => row.id)
