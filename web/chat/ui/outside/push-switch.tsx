import { useEffect, useId, useState } from "preact/hooks"
import { hasPush, type PushStanding, standingOf, startPushes, stopPushes } from "../../state/pushes.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

/** Switches this browser's notifications on and off, or says why it cannot show any. */
export function PushSwitch() {
  const session = useSession()
  const standing = useStanding()
  const label = useId()
  const hint = useId()
  const isOn = standing === "on"
  const isFree = isOn || standing === "off"
  const change = () =>
    attempt(session, text.outside.pushFailed, () => (isOn ? stopPushes : startPushes)(session))
  return (
    <div class="push-switch">
      <div class="push-switch-words">
        <span id={label}>{text.outside.push}</span>
        <small id={hint}>{hintOf(standing)}</small>
      </div>
      <button
        type="button"
        role="switch"
        class="push-switch-button"
        aria-checked={isOn}
        aria-labelledby={label}
        aria-describedby={hint}
        aria-busy={standing === "changing" || undefined}
        disabled={!isFree}
        onClick={change}
      >
        <span class="push-switch-knob" />
      </button>
    </div>
  )
}

function hintOf(standing: PushStanding): string {
  if (standing === "on" || standing === "off" || standing === "changing")
    return hasPush() ? text.outside.pushAlways : text.outside.pushWhileOpen
  return text.outside.pushObstacles[standing]
}

function useStanding(): PushStanding {
  const standing = standingOf(useSession())
  const [shown, show] = useState(standing.get())
  useEffect(() => {
    show(standing.get())
    return standing.subscribe(() => show(standing.get()))
  }, [standing])
  return shown
}
