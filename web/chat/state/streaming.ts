import type { StreamedPiece } from "../../../client/src/models.ts"
import type { Client } from "../wire/models.ts"
import type { Streamed } from "./chat-state.ts"
import type { Session } from "./session.ts"

type Streams = Record<string, Streamed[]>

/** There is no end mark: an answer that stays silent as long as this was broken off. */
const SILENT_MS = 90_000

/** Longer than this nothing is kept of an answer that is still being made. */
const LONGEST = 200_000

/** Keeps the answers that robots are making, by room, until the stored message takes their place. */
export function followStreaming(session: Session): () => void {
  const { client, store } = session
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const drop = (roomId: string, id: string) => {
    clearTimeout(timers.get(id))
    timers.delete(id)
    store.set(state => ({ ...state, streams: without(state.streams, roomId, id) }))
  }
  const ends = [
    client.on("streaming", piece => {
      const { room, messageId } = piece
      if (!isWanted(session, piece)) return
      store.set(state => ({ ...state, streams: withPiece(state.streams, piece, client.now()) }))
      clearTimeout(timers.get(messageId))
      timers.set(
        messageId,
        setTimeout(() => drop(room, messageId), SILENT_MS),
      )
    }),
    client.on("message", ({ message: { room, _id } }) => {
      if (store.get().streams[room]?.some(({ id }) => id === _id)) drop(room, _id)
    }),
  ]
  return () => {
    for (const stop of ends) stop()
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/** A piece that comes after its message says nothing new. */
function isWanted({ client }: Session, { room, messageId, text }: StreamedPiece): boolean {
  const view = client.rooms.get(room)
  const isStored = view?.lastMessage?._id === messageId || view?.messages.some(({ _id }) => _id === messageId)
  return Boolean(view) && !isStored && typeof text === "string"
}

function withPiece(streams: Streams, piece: StreamedPiece, now: number): Streams {
  const { room, messageId: id, text } = piece
  const known = streams[room] ?? []
  const before = known.find(one => one.id === id)
  const grown: Streamed = before
    ? { ...before, text: (before.text + text).slice(0, LONGEST) }
    : { id, sender: senderOf(piece), text: text.slice(0, LONGEST), since: now }
  const next = before ? known.map(one => (one === before ? grown : one)) : [...known, grown]
  return { ...streams, [room]: next }
}

function senderOf({ sender, senderInfo }: StreamedPiece): Client {
  return senderInfo?._id ? senderInfo : { _id: sender }
}

function without(streams: Streams, roomId: string, id: string): Streams {
  const left = (streams[roomId] ?? []).filter(one => one.id !== id)
  return { ...streams, [roomId]: left }
}
