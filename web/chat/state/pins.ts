import type { Message } from "../wire/models.ts"
import type { Session } from "./session.ts"
import { endAll } from "./store.ts"

/** Reads what is pinned in a room; where that fails, what was known stays. */
export async function loadPins(session: Session, roomId: string): Promise<void> {
  const path = `/rooms/${encodeURIComponent(roomId)}/pined-messages`
  try {
    const { data } = await session.client.request<{ data: Message[] }>("GET", path)
    put(session, roomId, data)
  } catch {
    // Asked again when the room is opened next.
  }
}

/** @throws RequestError */
export async function pin({ client }: Session, message: Message, isPinned: boolean): Promise<void> {
  await client.request(isPinned ? "POST" : "DELETE", `/messages/${encodeURIComponent(message._id)}/pin`)
}

/** Keeps what is pinned right, in rooms whose pins were read. */
export function followPins(session: Session): () => void {
  const { client, store } = session
  const update = (roomId: string, make: (pins: readonly Message[]) => readonly Message[]) => {
    const known = store.get().pins[roomId]
    const next = known && make(known)
    if (next && next !== known) put(session, roomId, next)
  }
  const ends = [
    client.on("message", ({ message }) => {
      if (!message.delivery) update(message.room, pins => withMessage(pins, message))
    }),
    client.on("messageDeleted", ({ room, ids }) =>
      update(room, pins =>
        pins.some(({ _id }) => ids.includes(_id)) ? pins.filter(({ _id }) => !ids.includes(_id)) : pins,
      ),
    ),
    client.on("reset", () => {
      for (const roomId of Object.keys(store.get().pins)) void loadPins(session, roomId)
    }),
  ]
  return endAll(ends)
}

function withMessage(pins: readonly Message[], message: Message): readonly Message[] {
  const at = pins.findIndex(({ _id }) => _id === message._id)
  if (!message.pinned || message.messageType === "recall") return at < 0 ? pins : pins.toSpliced(at, 1)
  return at < 0 ? [message, ...pins] : pins.with(at, message)
}

function put({ store }: Session, roomId: string, pins: readonly Message[]): void {
  store.set(state => ({ ...state, pins: { ...state.pins, [roomId]: pins } }))
}
