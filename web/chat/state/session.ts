import type { ChatClient } from "../../../client/src/index.ts"
import { type ChatState, initialState } from "./chat-state.ts"
import { createStore, type Store } from "./store.ts"

/** What outlives the page, by key. */
export interface Kept {
  read(key: string): string | undefined
  write(key: string, value: string): void
  remove(key: string): void
}

/** One user's time on the page: their client, what the page adds to it, and what is needed to change it. */
export interface Session {
  client: ChatClient
  store: Store<ChatState>
  kept: Kept
  /** Show this room and no list. */
  onlyRoom?: string
  /** List only rooms with this tag. */
  roomTag?: string
}

export type SessionOptions = Omit<Session, "store">

export function createSession(options: SessionOptions): Session {
  return { ...options, store: createStore(initialState()) }
}

/** Under which key something of this user is kept: browsers are shared. */
export const keyOf = ({ store }: Session, name: string) => `${name}:${store.get().me._id}`

export function change(session: Session, part: Partial<ChatState>): void {
  session.store.set(state => ({ ...state, ...part }))
}

/** Does what the user asked for; when it fails they read the sentence. @returns whether it was done. */
export async function attempt(
  session: Session,
  failure: string,
  act: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await act()
    if (session.store.get().notice) change(session, { notice: undefined })
    return true
  } catch {
    change(session, { notice: failure })
    return false
  }
}
