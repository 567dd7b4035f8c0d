import type { Content } from "../../../client/src/index.ts"
import { keyOf, type Session } from "./session.ts"

const NAME = "unsent"

/** Messages that wait for a connection outlive the page: the next one sends them, each under the id it had. */
export function keepUnsent(session: Session): () => void {
  const { client, kept, store } = session
  return client.on("room", () => {
    if (store.get().phase !== "ready") return
    const key = keyOf(session, NAME)
    const waiting = client.unsent
    if (waiting.length > 0) kept.write(key, JSON.stringify(waiting))
    else if (kept.read(key) !== undefined) kept.remove(key)
  })
}

/** What an earlier page could not send. */
export function sendKept(session: Session): void {
  const { client, kept } = session
  const key = keyOf(session, NAME)
  const written = kept.read(key)
  kept.remove(key)
  for (const { room, content } of parse(written)) if (client.rooms.has(room)) client.send(room, content)
}

function parse(written = "[]"): { room: string; content: Content }[] {
  try {
    return JSON.parse(written)
  } catch {
    return []
  }
}
