import { useEffect, useState } from "preact/hooks"
import type { Outcome } from "./desk.ts"
import { AlertIcon, CheckIcon } from "./icons.tsx"

const shownMs = 6000

/** The last outcome, read out and shown for a while. */
export function Outcomes({ outcome }: { outcome?: Outcome }) {
  const [shown, setShown] = useState<Outcome>()
  useEffect(() => {
    setShown(outcome)
    const timer = setTimeout(() => setShown(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [outcome])
  return (
    <div class="outcomes" role="status">
      {shown && (
        <p class={shown.failed ? "outcome failed" : "outcome"}>
          {shown.failed ? <AlertIcon /> : <CheckIcon />}
          {shown.sentence}
        </p>
      )}
    </div>
  )
}
