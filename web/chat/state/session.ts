import type { ChatClient } from "../../../client/src/index.ts"
import { type ChatState, initialState } from "./chat-state.ts"
import { createStore, type Store } from "./store.ts"

/** What outlives the page, by key. */
export interface Kept {
  read(key: string): string | undefined
  write(key: string, value: string): void
  remove(key: string): void
}

export interface Access {
  /** Origin of the server; empty for the page's own. */
  url: string
  clientKey: string
  token: string
  /** Names this browser among the user's devices. */
  deviceId: string
}

/** One user's time on the page: their client, what the page adds to it, and what is needed to change it. */
export interface Session {
  client: ChatClient
  /** What calls beside the client's own need: uploads, which tell how far they are. */
  access: Access
  store: Store<ChatState>
  kept: Kept
  /** Show this room and no list. */
  onlyRoom?: string
  /** List only rooms with this tag. */
  roomTag?: string
  /** Shows the page of who is not signed in, and forgets the token. */
  end(): void
}

export type SessionOptions = Omit<Session, "store" | "end">

export function createSession(options: SessionOptions): Session {
  return { ...options, store: createStore(initialState()), end() {} }
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
