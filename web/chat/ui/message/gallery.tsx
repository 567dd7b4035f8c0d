import { useEffect, useRef, useState } from "preact/hooks"
import type { Shown } from "../../state/galleries.ts"
import { nameOf } from "../../state/names.ts"
import { enterLayer } from "../../state/navigation.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { CloseIcon } from "../parts/icons.tsx"
import { fullTime } from "../times.ts"
import { useSession } from "../use-chat.ts"
import { DownloadIcon, NextIcon, PreviousIcon, UnzoomIcon, ZoomIcon } from "./icons.tsx"
import { LargePicture } from "./large-picture.tsx"
import { openFile } from "./open-file.ts"
import { useZoom } from "./use-zoom.ts"

interface GalleryProps {
  shown: readonly Shown[]
  at: number
  onClose(): void
}

/** Pictures one at a time: by keys, by buttons, by finger. */
export function Gallery({ shown, at, onClose }: GalleryProps) {
  const session = useSession()
  const [place, setPlace] = useState(at)
  const current = shown[place] as Shown
  const step = (by: number) => setPlace(was => Math.max(0, Math.min(shown.length - 1, was + by)))
  const zoom = useZoom({ key: current.key, onSwipe: step, onPullDown: onClose })
  const frame = useDialog(onClose)
  const forward = () => (document.dir === "rtl" ? -1 : 1)
  const keys: Record<string, () => void> = {
    ArrowRight: () => step(forward()),
    ArrowLeft: () => step(-forward()),
    Home: () => setPlace(0),
    End: () => setPlace(shown.length - 1),
    "+": zoom.larger,
    "=": zoom.larger,
    "-": zoom.smaller,
    "0": zoom.reset,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") event.stopPropagation()
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  }
  const save = () => {
    const { originalUrl = "" } = current.picture
    const name = originalUrl.split(/[/?#]/).at(-1) || text.kinds.image || ""
    void attempt(session, text.message.fileMissing, () => openFile(session, originalUrl, name))
  }
  const { message } = current
  return (
    <dialog
      ref={frame}
      class="gallery"
      aria-label={text.message.gallery}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <header class="gallery-head">
        <p class="gallery-about">
          {message && <b dir="auto">{nameOf(message.sender)}</b>}
          {message && <time>{fullTime(message.createdAtMS)}</time>}
        </p>
        <span class="gallery-place" aria-live="polite">
          {text.message.galleryPlace(place + 1, shown.length)}
        </span>
        <Tool label={zoom.isZoomed ? text.message.zoomOut : text.message.zoomIn} onClick={zoom.toggle}>
          {zoom.isZoomed ? <UnzoomIcon /> : <ZoomIcon />}
        </Tool>
        <Tool label={text.message.downloadPicture} onClick={save}>
          <DownloadIcon />
        </Tool>
        <Tool label={text.close} onClick={onClose}>
          <CloseIcon />
        </Tool>
      </header>
      <div class="gallery-stage" {...zoom.handlers}>
        <LargePicture
          key={current.key}
          picture={current.picture}
          alt={text.message.picture(place + 1, shown.length)}
          style={zoom.style}
        />
        {place > 0 && (
          <Tool label={text.message.previousPicture} kind="previous" onClick={() => step(-1)}>
            <PreviousIcon />
          </Tool>
        )}
        {place < shown.length - 1 && (
          <Tool label={text.message.nextPicture} kind="next" onClick={() => step(1)}>
            <NextIcon />
          </Tool>
        )}
      </div>
    </dialog>
  )
}

interface ToolProps {
  label: string
  kind?: string
  onClick(): void
  children: preact.ComponentChildren
}

function Tool({ label, kind = "", onClick, children }: ToolProps) {
  return (
    <button type="button" class={`gallery-tool ${kind}`} aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}

/** Modal while it stands; "back" on a phone closes it, and the focus returns to the picture it came from. */
function useDialog(onClose: () => void) {
  const frame = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => enterLayer(() => close.current()), [])
  useEffect(() => {
    const before = document.activeElement
    frame.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return frame
}
