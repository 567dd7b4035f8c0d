import { useEffect, useRef } from "preact/hooks"
import { type ChosenFile, dropChosen } from "../../state/chosen-files.ts"
import { text } from "../../text/text.ts"
import { CloseIcon, PlayIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { FileTile } from "./file-tile.tsx"

interface ChosenStripProps {
  roomId: string
  chosen: readonly ChosenFile[]
  /** The last one was removed. */
  onEmpty(): void
}

/** What goes with the next message, each with a button to leave it out. */
export function ChosenStrip({ roomId, chosen, onEmpty }: ChosenStripProps) {
  const session = useSession()
  const strip = useRef<HTMLUListElement>(null)
  useEffect(() => strip.current?.scrollTo({ left: strip.current.scrollWidth }), [chosen.length])
  const remove = (key: string, at: number) => {
    const buttons = strip.current?.querySelectorAll("button") ?? []
    const next = buttons[at + 1] ?? buttons[at - 1]
    dropChosen(session, roomId, key)
    if (next) next.focus()
    else onEmpty()
  }
  return (
    <ul class="chosen-strip" ref={strip} aria-label={text.composer.chosen}>
      {chosen.map(({ key, file, kind, preview }, at) => (
        <li key={key} class={preview ? "chosen" : "chosen chosen-file"}>
          {preview ? <img src={preview} alt={file.name} /> : <FileTile file={file} />}
          {kind === "video" && (
            <span class="chosen-play">
              <PlayIcon />
            </span>
          )}
          <button
            type="button"
            class="chosen-remove"
            aria-label={text.composer.remove(file.name)}
            onClick={() => remove(key, at)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  )
}
