import { barOf } from "../../state/writing-rights.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { LockIcon } from "../parts/icons.tsx"
import { ComposerForm } from "./composer-form.tsx"

/** Where one writes; a sentence in its place where one may not. */
export function Composer({ room }: { room: RoomView }) {
  const bar = barOf(room)
  if (!bar) return <ComposerForm room={room} />
  return (
    <p class="composer-bar">
      <LockIcon />
      {text.composer[bar]}
    </p>
  )
}
