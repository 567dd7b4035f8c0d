import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import { UploadIcon } from "./icons.tsx"

interface DropVeilProps {
  /** Files may be dropped anywhere on the room around this. */
  within: RefObject<HTMLElement | null>
  onDrop(files: readonly File[]): void
}

/** Lies over the room while files are held above it. */
export function DropVeil({ within, onDrop }: DropVeilProps) {
  const [isOver, setOver] = useState(false)
  const take = useRef(onDrop)
  take.current = onDrop
  useEffect(() => {
    const room = within.current?.closest<HTMLElement>(".room")
    if (!room) return
    const bringsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files")
    const over = (event: DragEvent) => {
      if (!bringsFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy"
      setOver(true)
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!room.contains(relatedTarget as Node | null)) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!bringsFiles(event)) return
      event.preventDefault()
      const files = filesOf(event.dataTransfer)
      if (files.length > 0) take.current(files)
    }
    const ends = listen(room, { dragenter: over, dragover: over, dragleave: leave, drop })
    return () => ends.abort()
  }, [])
  if (!isOver) return null
  return (
    <div class="drop-veil" aria-hidden="true">
      <span class="drop-veil-box">
        <UploadIcon />
        <b>{text.composer.drop}</b>
        <span>{text.composer.dropHint}</span>
      </span>
    </div>
  )
}

function listen(room: HTMLElement, handlers: Record<string, (event: DragEvent) => void>): AbortController {
  const ends = new AbortController()
  for (const [name, handler] of Object.entries(handlers))
    room.addEventListener(name, handler as (event: Event) => void, { signal: ends.signal })
  return ends
}

/** Folders are left out: a browser gives them as files that cannot be read. */
function filesOf(transfer: DataTransfer | null): File[] {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file")
  return items
    .filter(item => item.webkitGetAsEntry?.()?.isDirectory !== true)
    .flatMap(item => item.getAsFile() ?? [])
}
