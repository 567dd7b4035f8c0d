import {
  type ChangedRoom,
  countChanged,
  countLost,
  listChanged,
  listLost,
  listNewest,
} from "../store/changes.ts"
import type { Statements } from "../store/database.ts"
import type { MessageRow } from "../store/messages.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import type { MessageReader } from "../store/visibility.ts"

/** What changed among the messages of a room. */
export interface MessageChanges {
  /** Nothing held of them is good any more: these are the newest. */
  afresh: boolean
  /** In the room's order. */
  messages: MessageView[]
  /** Ids of what the user cannot see any more. */
  lost: string[]
}

export interface Watcher {
  clientId: string
  /** Rooms in which the user sees hidden messages. */
  above: ReadonlySet<string>
  since: number
  /** Most messages of one room; a room with more news is shown afresh. */
  limit: number
}

/** A room that lost more than this is shown afresh. */
const mostLost = 1000

/** Mostly a few messages are new, and their number is not known: so many are read before all are. */
const firstLooks = [2, 10]

/** Reads what changed among the messages of some rooms, with few questions for all of them. @returns by room id. */
export async function readMessages(
  db: Statements,
  watcher: Watcher,
  rooms: readonly ChangedRoom[],
): Promise<Map<string, MessageChanges>> {
  const { clientId, above, since, limit } = watcher
  const ids = rooms.map(({ roomId }) => roomId)
  const changed = await countChanged(db, ids, since)
  const lost = await countLost(db, ids, clientId, since)
  const readerIn = (roomId: string): MessageReader => ({ clientId, seesHidden: above.has(roomId) })
  const read = await Promise.all(
    rooms.map(async ({ roomId, afresh }) => {
      const isOver = afresh || (changed.get(roomId) ?? 0) > limit || (lost.get(roomId) ?? 0) > mostLost
      const fresh = isOver ? undefined : await listFresh(db, roomId, readerIn(roomId), since, limit)
      if (fresh) return { roomId, afresh: false, messages: fresh }
      const newest = await listNewest(db, roomId, readerIn(roomId), since, limit)
      return { roomId, afresh: true, messages: newest.map(({ message }) => message) }
    }),
  )
  const kept = read.filter(({ afresh }) => !afresh).map(({ roomId }) => roomId)
  const edited = Map.groupBy(
    await listEdited(
      db,
      watcher,
      kept.filter(id => changed.has(id)),
    ),
    one => one.roomId,
  )
  const views = await viewByRoom(
    db,
    read.map(({ roomId, messages }) => merge(messages, edited.get(roomId) ?? [])),
  )
  return new Map(
    await Promise.all(
      read.map(async ({ roomId, afresh }) => {
        const gone = !afresh && lost.has(roomId) ? await listLost(db, roomId, readerIn(roomId), since) : []
        return [roomId, { afresh, messages: views.get(roomId) ?? [], lost: gone }] as const
      }),
    ),
  )
}

/** Messages of a room that came, or changed, since the newest one that did not; undefined when there are too many. */
async function listFresh(
  db: Statements,
  roomId: string,
  reader: MessageReader,
  since: number,
  limit: number,
): Promise<MessageRow[] | undefined> {
  for (const length of [...firstLooks.filter(few => few <= limit), limit + 1]) {
    const newest = await listNewest(db, roomId, reader, since, length)
    const old = newest.findIndex(({ changed }) => !changed)
    if (old >= 0) return newest.slice(0, old).map(({ message }) => message)
    if (newest.length < length) return newest.map(({ message }) => message)
  }
  return
}

async function listEdited(
  db: Statements,
  { clientId, above, since }: Watcher,
  roomIds: readonly string[],
): Promise<MessageRow[]> {
  const [high, low] = [true, false].map(seesHidden =>
    listChanged(
      db,
      roomIds.filter(id => above.has(id) === seesHidden),
      { clientId, seesHidden },
      since,
    ),
  )
  return [...((await high) ?? []), ...((await low) ?? [])]
}

/** Each once, in the room's order. */
function merge(some: readonly MessageRow[], others: readonly MessageRow[]): MessageRow[] {
  const byId = new Map([...some, ...others].map(message => [message.id, message]))
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}

async function viewByRoom(
  db: Statements,
  rooms: readonly MessageRow[][],
): Promise<Map<string, MessageView[]>> {
  return Map.groupBy(await viewMessages(db, rooms.flat()), view => view.message.roomId)
}
