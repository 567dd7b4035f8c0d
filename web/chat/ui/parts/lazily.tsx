import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { change } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

interface LazilyProps<P> {
  load(): Promise<ComponentType<P>>
  props: P
}

/** A part of the page whose code comes when it is first wanted. */
export function Lazily<P extends object>({ load, props }: LazilyProps<P>) {
  const session = useSession()
  const [Part, setPart] = useState<ComponentType<P>>()
  useEffect(() => {
    let isCurrent = true
    load().then(
      loaded => isCurrent && setPart(() => loaded),
      () => isCurrent && change(session, { notice: text.failedHint }),
    )
    return () => {
      isCurrent = false
    }
  }, [])
  if (Part) return <Part {...props} />
  return (
    <span class="lazily" role="status" aria-label={text.loading}>
      <i class="spinner" />
    </span>
  )
}
