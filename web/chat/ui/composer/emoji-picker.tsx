import { useEffect, useRef, useState } from "preact/hooks"
import { language, text } from "../../text/text.ts"
import { emojiData } from "./emoji-data.ts"

const loadPicker = () => import("emoji-picker-element/picker.js").then(({ default: Picker }) => Picker)

/** All emoji, by kind and to search; fetched when first shown. It wears the page's colours. */
export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const place = useRef<HTMLDivElement>(null)
  const pick = useRef(onPick)
  pick.current = onPick
  const [phase, setPhase] = useState<"loading" | "shown" | "failed">("loading")
  useEffect(() => {
    let isCurrent = true
    const show = async () => {
      const Picker = await loadPicker()
      if (!isCurrent) return
      const { locale, dataSource } = emojiData(language)
      const picker = new Picker({ locale, dataSource, i18n: text.emojiPicker })
      picker.addEventListener("emoji-click", ({ detail: { unicode } }) => unicode && pick.current(unicode))
      place.current?.append(picker)
      setPhase("shown")
      focusSearch(picker)
    }
    show().catch(() => isCurrent && setPhase("failed"))
    return () => {
      isCurrent = false
      place.current?.replaceChildren()
    }
  }, [])
  return (
    <div class="emoji-place">
      <div ref={place} />
      {phase === "loading" && (
        <span class="emoji-waiting" role="status" aria-label={text.loading}>
          <i class="spinner" />
        </span>
      )}
      {phase === "failed" && <p class="emoji-waiting">{text.composer.expressionsFailed}</p>}
    </div>
  )
}

/** Where there are keys one begins to write what one looks for; a phone's keyboard would cover it all. */
function focusSearch(picker: HTMLElement): void {
  if (!matchMedia("(hover: hover)").matches) return
  requestAnimationFrame(() =>
    picker.shadowRoot?.querySelector<HTMLElement>("input")?.focus({ preventScroll: true }),
  )
}
