import type { ComponentChild } from "preact"

interface AttachmentLineProps {
  icon: ComponentChild
  title: string
  detail?: string
  /** Of the icon. */
  kind?: string
}

/** An icon with one or two short lines. */
export function AttachmentLine({ icon, title, detail, kind = "plain" }: AttachmentLineProps) {
  return (
    <span class="attachment">
      <span class={`attachment-icon kind-${kind}`}>{icon}</span>
      <span class="attachment-text">
        <bdi class="attachment-title">{title}</bdi>
        {detail && <small>{detail}</small>}
      </span>
    </span>
  )
}
