import { Component, type ComponentChildren } from "preact"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"

interface Props {
  message: Message
  children: ComponentChildren
}

/** A message that cannot be drawn says so; the others stand as they were. Another version of it is tried anew. */
export class MessageBoundary extends Component<Props, { failed?: Message }> {
  override componentDidCatch(): void {
    this.setState({ failed: this.props.message })
  }

  override render({ message, children }: Props, { failed }: { failed?: Message }) {
    if (failed !== message) return children
    return <p class="bubble unshowable">{text.message.cannotBeShown}</p>
  }
}
