import {
  type ChangedRoom,
  countChanged,
  countLost,
  listChanged,
  listLost,
  listNewest,
  type Newest,
} from "../store/changes.ts"
import type { Statements } from "../store/database.ts"
import type { MessageRow } from "../store/messages.ts"
import { type MessageView, viewMessages } from "../store/views.ts"

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
  const isOver = ({ roomId, afresh }: ChangedRoom) =>
    afresh || (changed.get(roomId) ?? 0) > limit || (lost.get(roomId) ?? 0) > mostLost
  const fresh = await listFresh(
    db,
    watcher,
    rooms.filter(room => !isOver(room)).map(({ roomId }) => roomId),
  )
  const newest = await newestIn(
    db,
    watcher,
    ids.filter(id => !fresh.has(id)),
    limit,
  )
  const edited = await listEdited(
    db,
    watcher,
    [...fresh.keys()].filter(id => changed.has(id)),
  )
  const shown = [...fresh.values(), ...[...newest.values()].map(all => all.map(({ message }) => message))]
  const views = Map.groupBy(
    await viewMessages(db, merge([...shown.flat(), ...edited])),
    view => view.message.roomId,
  )
  const changes = new Map<string, MessageChanges>()
  for (const roomId of ids) {
    const afresh = !fresh.has(roomId)
    const reader = { clientId, seesHidden: above.has(roomId) }
    const gone = !afresh && lost.has(roomId) ? await listLost(db, roomId, reader, since) : []
    changes.set(roomId, { afresh, messages: views.get(roomId) ?? [], lost: gone })
  }
  return changes
}

/** Messages that came, or changed, since the newest one of their room that did not; rooms with too many are left out. */
async function listFresh(
  db: Statements,
  watcher: Watcher,
  roomIds: readonly string[],
): Promise<Map<string, MessageRow[]>> {
  const fresh = new Map<string, MessageRow[]>()
  let open = roomIds
  for (const length of [...firstLooks.filter(few => few <= watcher.limit), watcher.limit + 1]) {
    const newest = await newestIn(db, watcher, open, length)
    for (const roomId of open) {
      const all = newest.get(roomId) ?? []
      const old = all.findIndex(({ changed }) => !changed)
      if (old < 0 && all.length === length) continue
      fresh.set(
        roomId,
        all.slice(0, old < 0 ? undefined : old).map(({ message }) => message),
      )
    }
    open = open.filter(id => !fresh.has(id))
  }
  return fresh
}

/** Rooms in which the user sees what is hidden are asked about apart. */
async function newestIn(
  db: Statements,
  { clientId, above, since }: Watcher,
  roomIds: readonly string[],
  limit: number,
): Promise<Map<string, Newest[]>> {
  const [high, low] = await Promise.all(
    [true, false].map(seesHidden => {
      const ids = roomIds.filter(id => above.has(id) === seesHidden)
      return listNewest(db, ids, { clientId, seesHidden }, since, limit)
    }),
  )
  return new Map([...(high ?? []), ...(low ?? [])])
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

/** Each once, in the order of its room. */
function merge(messages: readonly MessageRow[]): MessageRow[] {
  const byId = new Map(messages.map(message => [message.id, message]))
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}
