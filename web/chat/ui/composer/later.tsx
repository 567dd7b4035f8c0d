import type { ComponentChild, ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { change } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

type LaterProps<Props> = Props & {
  load(): Promise<ComponentType<Props>>
  /** Meanwhile. */
  waiting?: ComponentChild
  onClose(): void
}

/** A component that is fetched when it is first wanted; where that fails, a sentence says so. */
export function Later<Props extends { onClose(): void }>({ load, waiting, ...props }: LaterProps<Props>) {
  const session = useSession()
  const [loaded, setLoaded] = useState<{ Part: ComponentType<Props> }>()
  useEffect(() => {
    let isCurrent = true
    load().then(
      Part => isCurrent && setLoaded({ Part }),
      () => {
        if (!isCurrent) return
        change(session, { notice: text.composer.expressionsFailed })
        props.onClose()
      },
    )
    return () => {
      isCurrent = false
    }
  }, [])
  if (!loaded) return <>{waiting}</>
  return <loaded.Part {...(props as unknown as Props)} />
}
