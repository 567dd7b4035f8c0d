import { keyOf, type Session } from "./session.ts"

const NAME = "drafts"

/** What was written and not sent, by room. */
export function keptDrafts(session: Session): Record<string, string> {
  try {
    return JSON.parse(session.kept.read(keyOf(session, NAME)) ?? "{}")
  } catch {
    return {}
  }
}

export function keepDraft(session: Session, roomId: string, written: string): void {
  const { [roomId]: before = "", ...others } = session.store.get().drafts
  const words = written.trim()
  if (before === words) return
  const drafts = words ? { ...others, [roomId]: words } : others
  session.store.set(state => ({ ...state, drafts }))
  session.kept.write(keyOf(session, NAME), JSON.stringify(drafts))
}
