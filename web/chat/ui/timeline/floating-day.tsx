import { useEffect, useRef, useState } from "preact/hooks"
import { dayName } from "../times.ts"

const SHOWN_MS = 1_400

/** Tells what day is seen, while one scrolls. */
export interface DayTeller {
  tell(at: number): void
}

/** @param onReady gives what it is told by: the conversation is not drawn anew for it. */
export function FloatingDay({ onReady }: { onReady(teller: DayTeller): void }) {
  const [shown, setShown] = useState<{ name: string; isFading: boolean }>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    onReady({
      tell(at) {
        const name = dayName(at)
        setShown(before => (before?.name === name && !before.isFading ? before : { name, isFading: false }))
        clearTimeout(timer.current)
        timer.current = setTimeout(() => setShown({ name, isFading: true }), SHOWN_MS)
      },
    })
    return () => clearTimeout(timer.current)
  }, [])
  return (
    <span class={shown && !shown.isFading ? "floating-day shown" : "floating-day"} aria-hidden="true">
      {shown?.name}
    </span>
  )
}
