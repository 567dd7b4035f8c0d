import { canRecord } from "../../state/recording.ts"
import { text } from "../../text/text.ts"
import { SaveIcon, SendIcon } from "../parts/icons.tsx"
import { MicrophoneIcon } from "./icons.tsx"

interface SendButtonProps {
  isEdit: boolean
  isEmpty: boolean
  /** Absent where recordings are not wanted. */
  onRecord?(): void
}

/** While there is nothing to send it offers to record. */
export function SendButton({ isEdit, isEmpty, onRecord }: SendButtonProps) {
  if (isEmpty && !isEdit && onRecord && canRecord()) {
    return (
      <button
        key="record"
        type="button"
        class="send quiet"
        aria-label={text.composer.record}
        onClick={onRecord}
      >
        <MicrophoneIcon />
      </button>
    )
  }
  return (
    <button
      key="send"
      type="submit"
      class="send"
      aria-label={isEdit ? text.save : text.send}
      disabled={isEmpty}
    >
      {isEdit ? <SaveIcon /> : <SendIcon />}
    </button>
  )
}
