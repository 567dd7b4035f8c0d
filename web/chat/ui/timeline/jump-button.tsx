import { text } from "../../text/text.ts"
import { DownIcon } from "../parts/icons.tsx"

interface JumpButtonProps {
  isShown: boolean
  /** Messages below that were not seen. */
  missed: number
  onJump(): void
}

export function JumpButton({ isShown, missed, onJump }: JumpButtonProps) {
  return (
    <button
      type="button"
      class={isShown ? "jump shown" : "jump"}
      aria-label={text.jump(missed)}
      aria-hidden={!isShown}
      tabIndex={isShown ? 0 : -1}
      onClick={onJump}
    >
      {missed > 0 && <span class="badge">{missed > 99 ? "99+" : missed}</span>}
      <DownIcon />
    </button>
  )
}
