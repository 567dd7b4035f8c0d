import type { Api } from "../connection/api.ts"
import { type ChatState, initialState } from "./chat-state.ts"
import type { Conversation } from "./conversation.ts"
import { emptyConversation } from "./conversation.ts"
import { createStore, type Store } from "./store.ts"

/** One user's time on the page: the state and what is needed to change it. */
export interface Session {
  store: Store<ChatState>
  api: Api
  sendTyping(roomId: string): void
  /** Somebody is looking: what arrives in the open room counts as read. */
  attended: boolean
  /** Show this room and no list. */
  onlyRoom?: string
  /** List only rooms with this tag. */
  roomTag?: string
}

export type SessionOptions = Omit<Session, "store">

export function createSession(options: SessionOptions): Session {
  return { ...options, store: createStore(initialState("starting")) }
}

export function change(session: Session, part: Partial<ChatState>): void {
  session.store.set(state => ({ ...state, ...part }))
}

export function changeConversation(
  session: Session,
  roomId: string,
  alter: (conversation: Conversation) => Conversation,
): void {
  session.store.set(state => {
    const conversation = alter(state.conversations[roomId] ?? emptyConversation)
    return { ...state, conversations: { ...state.conversations, [roomId]: conversation } }
  })
}
