import type { Typist } from "./chat-state.ts"
import { nameOf } from "./names.ts"
import type { Session } from "./session.ts"
import { endAll } from "./store.ts"

type Typists = Record<string, Typist[]>

const TYPING_SHOWN_MS = 6_000

/** Keeps who is typing where; who has sent, or is silent for a while, is not. */
export function followTyping(session: Session): () => void {
  const { client, store } = session
  const drop = (roomId: string, sender?: string) =>
    store.set(state => ({ ...state, typists: dropTypists(state.typists, roomId, Date.now(), sender) }))
  const ends = [
    client.on("typing", ({ room, sender, senderInfo }) => {
      if (sender === store.get().me._id) return
      const typist = {
        id: sender,
        name: nameOf(senderInfo) || sender,
        until: Date.now() + TYPING_SHOWN_MS,
      }
      store.set(state => ({ ...state, typists: addTypist(state.typists, room, typist) }))
      setTimeout(() => drop(room), TYPING_SHOWN_MS + 50)
    }),
    client.on("message", ({ message: { room, sender } }) => {
      if (store.get().typists[room]?.length) drop(room, sender._id)
    }),
  ]
  return endAll(ends)
}

function addTypist(typists: Typists, roomId: string, typist: Typist): Typists {
  const others = (typists[roomId] ?? []).filter(({ id }) => id !== typist.id)
  return { ...typists, [roomId]: [...others, typist] }
}

/** Without those whose time is over, and without one who has just sent. */
function dropTypists(typists: Typists, roomId: string, now: number, sender?: string): Typists {
  const present = typists[roomId] ?? []
  const left = present.filter(({ id, until }) => until > now && id !== sender)
  return left.length === present.length ? typists : { ...typists, [roomId]: left }
}
