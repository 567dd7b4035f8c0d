import type { ComponentChildren } from "preact"
import { type CardAction, readAction } from "../../../state/card-actions.ts"
import { send } from "../../../state/messages.ts"
import type { Session } from "../../../state/session.ts"
import type { Message } from "../../../wire/models.ts"
import { useSession } from "../../use-chat.ts"
import type { Style } from "./styles.ts"

interface ActionProps {
  message: Message
  action: unknown
  class?: string
  style?: Style
  children?: ComponentChildren
  label?: string
}

/** A button of a card; what this page cannot do is shown and does nothing. */
export function ActionButton({ message, action, children, label, ...looks }: ActionProps) {
  const session = useSession()
  const known = readAction(action)
  const words = children ?? known?.label
  if (known?.kind === "open") {
    return (
      <a {...looks} href={known.url} target="_blank" rel="noopener noreferrer nofollow" aria-label={label}>
        {words}
      </a>
    )
  }
  return (
    <button
      type="button"
      {...looks}
      disabled={!known || Boolean(message.delivery)}
      aria-label={label}
      onClick={() => known && act(session, message, known)}
    >
      {words}
    </button>
  )
}

/** A part of a card that may be touched: it can hold other parts, so it is no button itself. */
export function Touchable({ message, action, children, class: name, style }: ActionProps) {
  const session = useSession()
  const known = readAction(action)
  if (!known || message.delivery) {
    return (
      <div class={name} style={style}>
        {children}
      </div>
    )
  }
  const touch = (event: Event) => {
    event.stopPropagation()
    act(session, message, known)
  }
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return
    event.preventDefault()
    touch(event)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: its role is one of two that take a name
    <div
      class={`${name ?? ""} touchable`}
      style={style}
      role={known.kind === "open" ? "link" : "button"}
      tabIndex={0}
      aria-label={known.label}
      onClick={touch}
      onKeyDown={press}
    >
      {children}
    </div>
  )
}

function act(session: Session, message: Message, action: CardAction): void {
  if (action.kind === "open") window.open(action.url, "_blank", "noopener,noreferrer")
  if (action.kind === "say") send(session, message.room, action.content)
  if (action.kind === "copy") void navigator.clipboard?.writeText(action.words).catch(() => {})
}
