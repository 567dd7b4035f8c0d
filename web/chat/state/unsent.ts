import { type Content, newMessageId } from "../../../client/src/index.ts"
import { keyOf, type Session } from "./session.ts"

type Unsent = readonly { room: string; content: Content }[]

const NAME = "unsent"

/** Several tabs share what is kept: each has its own part of it. */
const tab = newMessageId(Date.now())

/** Messages that wait for a connection outlive the page: the next one sends them, each under the id it had. */
export function keepUnsent(session: Session): () => void {
  const { client, store } = session
  let isTold = false
  const keep = () => {
    isTold = false
    if (store.get().phase === "ready") write(session, client.unsent)
  }
  // Later in this turn: a message that was acknowledged is still among them when the view tells of it.
  return client.on("room", () => {
    if (!isTold) queueMicrotask(keep)
    isTold = true
  })
}

/** What an earlier page could not send. Another tab may be about to do so too: the ids make it one message. */
export function sendKept(session: Session): void {
  const { client, kept } = session
  const all = Object.values(read(session)).flat()
  kept.remove(keyOf(session, NAME))
  for (const { room, content } of all) if (client.rooms.has(room)) client.send(room, content)
}

function write(session: Session, waiting: Unsent): void {
  const { [tab]: before = [], ...others } = read(session)
  if (waiting.length === 0 && before.length === 0) return
  const all = waiting.length > 0 ? { ...others, [tab]: waiting } : others
  if (Object.keys(all).length > 0) session.kept.write(keyOf(session, NAME), JSON.stringify(all))
  else session.kept.remove(keyOf(session, NAME))
}

function read(session: Session): Record<string, Unsent> {
  try {
    return JSON.parse(session.kept.read(keyOf(session, NAME)) ?? "{}")
  } catch {
    return {}
  }
}
