import type { Session } from "./session.ts"

/** What was written and not sent, kept as long as the page lives. */
export function keepDraft(session: Session, roomId: string, words: string): void {
  session.store.set(state =>
    (state.drafts[roomId] ?? "") === words.trim()
      ? state
      : { ...state, drafts: { ...state.drafts, [roomId]: words.trim() } },
  )
}
