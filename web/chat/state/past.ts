import { RequestError } from "../../../client/src/index.ts"
import type { Message, RoomView } from "../wire/models.ts"
import type { Past } from "./chat-state.ts"
import { openRoom, reading, unread } from "./open-room.ts"
import { isJoined, withChanged, withNewer, withOlder, withoutGone } from "./past-window.ts"
import { markRead } from "./read-marks.ts"
import { change, type Session } from "./session.ts"
import { endAll } from "./store.ts"

/** Messages on each side of one that is jumped to, and of one page. */
const SIDE = 40

interface Page {
  data: Message[]
}

/**
 * Shows a message, wherever in a room's history it is: the room is opened, the timeline comes to it and marks it. What
 * cannot be shown is told by the timeline, so nobody has to look at the outcome.
 * @param words what was looked for; marked in the message's text.
 * @returns whether it is shown.
 */
export async function jumpTo(
  session: Session,
  roomId: string,
  messageId: string,
  words?: string,
): Promise<boolean> {
  const { store, client } = session
  if (store.get().openRoomId !== roomId) await openRoom(session, roomId)
  const isHeld = () => {
    const isIn = (messages: readonly Message[] = []) => messages.some(({ _id }) => _id === messageId)
    if (isIn(pastOf(session, roomId)?.messages)) return true
    if (!isIn(client.rooms.get(roomId)?.messages)) return false
    const past = pastOf(session, roomId)
    const room = client.rooms.get(roomId) as RoomView
    if (past && !isJoined(past, room)) leavePast(session, roomId)
    return true
  }
  const isThere = isHeld() || (await openAround(session, roomId, messageId))
  if (store.get().openRoomId === roomId)
    change(session, { jump: { roomId, messageId, words, isLost: !isThere } })
  return isThere
}

/** Back to the newest messages. */
export function leavePast(session: Session, roomId: string): void {
  if (!pastOf(session, roomId)) return
  put(session, roomId, undefined)
  markRead(session)
}

/** Messages from before the part that is shown. */
export async function loadOlderPast(session: Session, roomId: string): Promise<void> {
  const past = pastOf(session, roomId)
  const first = past?.messages[0]
  if (!past?.hasOlder || !first) return
  await load(session, roomId, "older", `beforeMessage=${first._id}&sortOrder=desc`, (now, page, isFull) =>
    withOlder(now, page.toReversed(), isFull),
  )
}

/** Messages from after it, until it meets the newest ones. */
export async function loadNewerPast(session: Session, roomId: string): Promise<void> {
  const past = pastOf(session, roomId)
  const last = past?.messages.at(-1)
  const room = session.client.rooms.get(roomId)
  if (!past || !last || !room || isJoined(past, room)) return
  await load(session, roomId, "newer", `afterMessage=${last._id}&sortOrder=asc`, (now, page, isFull) => {
    const next = withNewer(now, page)
    // Nothing comes after the page: what arrived meanwhile the client holds.
    return isFull ? next : { ...next, upTo: Math.max(next.upTo, room.heldFrom) }
  })
  markRead(session)
}

/** Keeps the parts that are shown right: what changes in them is told of all messages. */
export function followPasts(session: Session): () => void {
  const { client } = session
  const heldFrom = new Map<string, number>()
  const update = (roomId: string, make: (past: Past) => Past | undefined) => {
    const past = pastOf(session, roomId)
    const next = past && make(past)
    if (next) put(session, roomId, next)
  }
  const ends = [
    client.on("message", ({ message }) => update(message.room, past => withChanged(past, message))),
    client.on("messageDeleted", ({ room, ids }) => update(room, past => withoutGone(past, ids))),
    client.on("roomGone", roomId => leavePast(session, roomId)),
    client.on("reset", () => change(session, { pasts: {} })),
    client.on("room", room => {
      // What was missed was too much to be told message by message: nothing held is sure any more.
      if (room.heldFrom > (heldFrom.get(room._id) ?? room.heldFrom)) leavePast(session, room._id)
      heldFrom.set(room._id, room.heldFrom)
    }),
  ]
  return endAll(ends)
}

async function openAround(session: Session, roomId: string, messageId: string): Promise<boolean> {
  const path = `/rooms/${encodeURIComponent(roomId)}/messages/${encodeURIComponent(messageId)}`
  try {
    const { data } = await session.client.request<Page>("GET", `${path}?before=${SIDE}&after=${SIDE}`)
    const room = session.client.rooms.get(roomId)
    if (!room) return false
    const at = data.findIndex(({ _id }) => _id === messageId)
    const messages = visibleIn(room, data.toReversed())
    const last = messages.at(-1)?.roomSeq ?? 0
    // Nothing was left out above it: the client holds what arrived meanwhile.
    const upTo = at < SIDE ? Math.max(last, room.heldFrom) : last
    put(session, roomId, { messages, hasOlder: data.length - at - 1 >= SIDE, upTo })
    return true
  } catch {
    return false
  }
}

/** @param add puts a page in; the page begins with the message that it is asked for by. */
async function load(
  session: Session,
  roomId: string,
  side: "older" | "newer",
  query: string,
  add: (past: Past, page: Message[], isFull: boolean) => Past,
): Promise<void> {
  if ((session.store.get().readings[roomId] ?? unread).loading !== "no") return
  const path = `/rooms/${encodeURIComponent(roomId)}/messages/v3?${query}&limit=${SIDE + 1}`
  try {
    await reading(session, roomId, side, async () => {
      const { data } = await session.client.request<Page>("GET", path)
      const [past, room] = [pastOf(session, roomId), session.client.rooms.get(roomId)]
      if (past && room) put(session, roomId, add(past, visibleIn(room, data), data.length > SIDE))
    })
  } catch (error) {
    // The message to go on from was deleted, and nobody has heard of it yet.
    if (error instanceof RequestError && error.status === 400) leavePast(session, roomId)
  }
}

function visibleIn({ isSuperuser }: RoomView, messages: readonly Message[]): Message[] {
  return messages.filter(({ isDeleted, isHidden }) => !isDeleted && (isSuperuser || !isHidden))
}

function pastOf(session: Session, roomId: string): Past | undefined {
  return session.store.get().pasts[roomId]
}

function put(session: Session, roomId: string, past: Past | undefined): void {
  session.store.set(state => ({ ...state, pasts: { ...state.pasts, [roomId]: past } }))
}
