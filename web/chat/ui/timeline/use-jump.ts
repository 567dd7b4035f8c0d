import type { RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { change } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { useChat, useSession } from "../use-chat.ts"
import { markWords, unmarkWords } from "./found-words.ts"
import type { Viewport } from "./viewport.ts"

const MARKED_MS = 2_400

/** Brings the conversation to the message that was asked for, and marks it for a while. @returns its id meanwhile. */
export function useJump(
  roomId: string,
  viewport: Viewport,
  frame: RefObject<HTMLElement | null>,
): string | undefined {
  const session = useSession()
  const jump = useChat(state => state.jump)
  const [marked, setMarked] = useState<{ id: string; words?: string }>()
  const done = useRef<unknown>(undefined)

  useLayoutEffect(() => {
    if (!jump || jump.roomId !== roomId || done.current === jump) return
    done.current = jump
    if (jump.isLost) return change(session, { jump: undefined, notice: text.timeline.gone })
    viewport.goTo({ key: jump.messageId, top: (frame.current?.clientHeight ?? 600) / 3 })
    setMarked({ id: jump.messageId, words: jump.words })
  })

  useEffect(() => {
    if (!marked) return
    const timer = setTimeout(() => setMarked(undefined), MARKED_MS)
    const line = frame.current?.querySelector(`[data-id="${CSS.escape(marked.id)}"]`)
    if (marked.words && line) markWords(line, marked.words)
    else unmarkWords()
    return () => clearTimeout(timer)
  }, [marked])
  useEffect(() => unmarkWords, [])
  return marked?.id
}
