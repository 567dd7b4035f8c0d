import type { RefObject } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Row } from "../../state/timeline.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"
import { ACTS, isAllowed, KEYS, perform } from "./message-acts.ts"
import type { Stage } from "./use-stage.ts"
import type { Viewport } from "./viewport.ts"

interface KeysOptions {
  frame: RefObject<HTMLElement | null>
  viewport: Viewport
  rows: readonly Row[]
  room: RoomView
  stage: Stage
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowUp: at => at - 1,
  ArrowDown: at => at + 1,
  Home: () => 0,
  End: (_at, last) => last,
}

/** Moves the focus over the messages, and does things with the one that has it. */
export function useKeys({ frame, viewport, rows, room, stage }: KeysOptions) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const wanted = useRef<string>(undefined)
  const had = useRef(false)
  const find = (id: string) => frame.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)

  const focus = (id: string) => {
    had.current = true
    const element = find(id)
    wanted.current = element ? undefined : id
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: "nearest" })
    if (!element) viewport.goTo({ key: id, top: (frame.current?.clientHeight ?? 0) / 3 })
  }

  useLayoutEffect(() => {
    if (wanted.current !== undefined && find(wanted.current)) focus(wanted.current)
    // The message that had it went out of sight.
    if (had.current && document.activeElement === document.body) frame.current?.focus({ preventScroll: true })
    had.current = Boolean(frame.current?.contains(document.activeElement))
  })

  const move = (focused: string | undefined, step: (at: number, last: number) => number) => {
    const at = focused === undefined ? -1 : viewport.indexOf(focused)
    const from = at < 0 ? lastSeen(frame.current, rows) + 1 : at
    const next = rows[Math.min(Math.max(step(from, rows.length - 1), 0), rows.length - 1)]
    if (next) focus(next.key)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    // Keys may follow each other faster than the page is drawn.
    const focused = (target as HTMLElement).dataset.id
    const isHere = target === frame.current || focused !== undefined
    if (!isHere || ctrlKey || metaKey || altKey || event.isComposing) return
    const step = STEPS[key]
    if (step) {
      event.preventDefault()
      return move(focused, step)
    }
    const row = focused === undefined ? undefined : rows[viewport.indexOf(focused)]
    if (!row || row.message.delivery) return
    const act = ACTS.find(name => KEYS[name]?.toLowerCase() === key.toLowerCase())
    if (key === "Enter" || key === " ") stage.openMenu(row.message)
    else if (act && isAllowed(act, row.message, room, me)) perform(session, stage, act, row.message)
    else return
    event.preventDefault()
  }
  return { onKeyDown, focus }
}

/** The lowest message that is seen whole. */
function lastSeen(frame: HTMLElement | null, rows: readonly Row[]): number {
  const bottom = frame?.getBoundingClientRect().bottom ?? 0
  const elements = [...(frame?.querySelectorAll<HTMLElement>("[data-id]") ?? [])]
  const last = elements.findLast(element => element.getBoundingClientRect().bottom <= bottom + 2)
  return last ? rows.findLastIndex(({ key }) => key === last.dataset.id) : rows.length - 1
}
