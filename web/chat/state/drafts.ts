import type { Message } from "../wire/models.ts"
import type { ChatState } from "./chat-state.ts"
import type { Mention } from "./mentions.ts"
import { textOf } from "./message-kinds.ts"
import { change, keyOf, type Session } from "./session.ts"

const NAME = "drafts"

/** What was written in a room and not sent. */
interface Draft {
  words: string
  named?: readonly Mention[]
  reply?: Message
}

/** Brings back what an earlier page left. */
export function restoreDrafts(session: Session): void {
  const kept = Object.entries(parse(session.kept.read(keyOf(session, NAME))))
  const pick = <T>(part: (draft: Draft) => T) =>
    Object.fromEntries(kept.map(([roomId, draft]) => [roomId, part(draft)] as const).filter(([, it]) => it))
  change(session, {
    drafts: pick(({ words }) => words),
    named: pick(({ named }) => named) as ChatState["named"],
    composing: pick(({ reply }) => reply && { kind: "reply", message: reply }) as ChatState["composing"],
  })
}

/** Keeps drafts and what they answer for the next page. @returns a function that ends it. */
export function keepDrafts(session: Session): () => void {
  const { store, kept } = session
  let last = store.get()
  return store.subscribe(() => {
    const state = store.get()
    const isSame =
      state.drafts === last.drafts && state.composing === last.composing && state.named === last.named
    last = state
    if (isSame || state.phase !== "ready") return
    kept.write(keyOf(session, NAME), JSON.stringify(draftsOf(state)))
  })
}

/** Whom it names is told with it: names alone do not say who is meant. */
export function setDraft(session: Session, roomId: string, written: string, named: readonly Mention[]): void {
  const { drafts, named: others } = session.store.get()
  const words = written.trim() ? written : ""
  if ((drafts[roomId] ?? "") === words) return
  change(session, {
    drafts: without(drafts, roomId, words || undefined),
    named: without(others, roomId, words && named.length > 0 ? named : undefined),
  })
}

function without<T>(all: Record<string, T>, roomId: string, value: T | undefined): Record<string, T> {
  const { [roomId]: _, ...others } = all
  return value === undefined ? others : { ...others, [roomId]: value }
}

function draftsOf({ drafts, named, composing }: ChatState): Record<string, Draft> {
  const replies = Object.entries(composing).filter(([, one]) => one?.kind === "reply")
  const rooms = new Set([...Object.keys(drafts), ...replies.map(([roomId]) => roomId)])
  return Object.fromEntries(
    [...rooms].map(roomId => {
      const one = composing[roomId]
      const reply = one?.kind === "reply" ? shortened(one.message) : undefined
      return [roomId, { words: drafts[roomId] ?? "", named: named[roomId], reply }]
    }),
  )
}

/** As much of a message as its quote shows. */
function shortened(message: Message): Message {
  const { _id, room, sender, messageType, createdAtMS, extra } = message
  const words = textOf(message).slice(0, 300)
  const facts = JSON.stringify(extra ?? null).length < 1000 ? { extra } : {}
  return { _id, room, sender, messageType, createdAtMS, message: words, ...facts }
}

function parse(written = "{}"): Record<string, Draft> {
  try {
    return JSON.parse(written) ?? {}
  } catch {
    return {}
  }
}
