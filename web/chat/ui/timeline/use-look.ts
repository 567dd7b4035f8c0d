import type { RefObject } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { RoomView } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import type { DayTeller } from "./floating-day.tsx"
import type { Conversation } from "./use-conversation.ts"
import { useViewport } from "./use-viewport.ts"
import type { Look } from "./viewport.ts"

/** More is loaded when less than this is left, px. */
const NEAR_PX = 1_200
/** Above the unread divider, when a room opens at it, px. */
const DIVIDER_TOP_PX = 56

/** Where the user looks: opens at the divider or the end, loads what comes near, follows what they send. */
export function useLook(room: RoomView, talk: Conversation) {
  const { rows, isLive, reading } = talk
  const me = useChat(state => state.me._id)
  const [isAtEnd, setAtEnd] = useState(true)
  const day = useRef<DayTeller>(undefined)
  const last = useRef<Look>(undefined)

  const hear = (look: Look) => {
    const row = rows[look.first]
    if (row && last.current && look.first !== last.current.first && !look.isAtEnd)
      day.current?.tell(row.message.createdAtMS)
    last.current = look
    setAtEnd(look.isAtEnd)
    if (reading.loading !== "no" || reading.failed) return
    if (look.toTop < NEAR_PX && talk.hasOlder) talk.loadOlder()
    else if (look.toEnd < NEAR_PX && !isLive) talk.loadNewer()
  }
  const { frame, viewport, drawn } = useViewport(rows, isLive, hear)

  useLayoutEffect(() => {
    if (talk.divider) viewport.goTo({ key: talk.divider, top: DIVIDER_TOP_PX })
  }, [])

  const sent = room.messages.findLast(({ delivery, sender }) => delivery && sender._id === me)?._id
  const known = useRef(sent)
  useLayoutEffect(() => {
    if (sent !== undefined && sent !== known.current) toEnd(false)
    known.current = sent
  }, [sent])

  const toEnd = (isSmooth: boolean) => {
    const { toEnd: left = Number.POSITIVE_INFINITY } = last.current ?? {}
    if (isSmooth && isLive && left < 2 * (frame.current?.clientHeight ?? 0) && movesFreely())
      return slide(frame)
    if (!isLive) talk.toLive()
    viewport.goToEnd()
  }
  return { frame, viewport, drawn, day, isAtEnd, toEnd: () => toEnd(true) }
}

const movesFreely = () => !matchMedia("(prefers-reduced-motion: reduce)").matches

function slide(frame: RefObject<HTMLElement | null>): void {
  frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior: "smooth" })
}
