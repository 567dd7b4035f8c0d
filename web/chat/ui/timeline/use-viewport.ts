import type { RefObject } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { type Drawn, type Look, Viewport } from "./viewport.ts"

interface ViewportUse {
  frame: RefObject<HTMLDivElement | null>
  viewport: Viewport
  drawn: Drawn
}

/** The part of a list of rows that is to be drawn; `onLook` hears where the user looks. */
export function useViewport(
  rows: readonly { key: string }[],
  isLive: boolean,
  onLook: (look: Look) => void,
): ViewportUse {
  const [, draw] = useState({})
  const frame = useRef<HTMLDivElement>(null)
  const hear = useRef(onLook)
  hear.current = onLook
  const made = useRef<Viewport>(undefined)
  made.current ??= new Viewport(
    () => draw({}),
    look => hear.current(look),
  )
  const viewport = made.current
  const drawn = viewport.setRows(rows, isLive)
  useLayoutEffect(() => (frame.current ? viewport.attach(frame.current) : undefined), [])
  useLayoutEffect(() => viewport.settle())
  return { frame, viewport, drawn }
}
