import { text } from "../../text/text.ts"
import { Dialog } from "./dialog.tsx"
import { useAsking } from "./use-asking.ts"

interface ConfirmProps {
  title: string
  words: string
  /** What the button says that does it. */
  yes: string
  act(): Promise<unknown>
  onClose(): void
}

/** Asks once more before something that cannot be taken back easily. */
export function Confirm({ title, words, yes, act, onClose }: ConfirmProps) {
  const { isBusy, failure, ask } = useAsking()
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="confirm-words">{words}</p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-acts">
        <button type="button" class="button plain" onClick={onClose}>
          {text.room.cancel}
        </button>
        <button type="button" class="button danger" disabled={isBusy} onClick={() => ask(act, onClose)}>
          {yes}
        </button>
      </div>
    </Dialog>
  )
}
