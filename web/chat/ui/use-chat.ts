import { createContext } from "preact"
import { useContext, useLayoutEffect, useState } from "preact/hooks"
import type { ChatState } from "../state/chat-state.ts"
import type { Session } from "../state/session.ts"

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error("no session above this component")
  return session
}

/** A part of the state; the component is drawn again when that part is another value. */
export function useChat<T>(select: (state: ChatState) => T): T {
  const { store } = useSession()
  const part = select(store.get())
  const [, draw] = useState({})
  useLayoutEffect(() => {
    let last = part
    const compare = () => {
      const next = select(store.get())
      if (Object.is(next, last)) return
      last = next
      draw({})
    }
    compare()
    return store.subscribe(compare)
  })
  return part
}
