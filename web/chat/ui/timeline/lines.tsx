import { text } from "../../text/text.ts"
import { dayName } from "../times.ts"

export function DayLine({ at }: { at: number }) {
  return (
    <p class="day-line">
      <span>{dayName(at)}</span>
    </p>
  )
}

export function UnreadLine() {
  return (
    <p class="unread-line" data-unread>
      <span>{text.newMessages}</span>
    </p>
  )
}

/** What stands where a page of messages could not be loaded. */
export function RetryLine({ words, onRetry }: { words: string; onRetry(): void }) {
  return (
    <p class="retry-line" role="alert">
      <span>{words}</span>
      <button type="button" class="link-button" onClick={onRetry}>
        {text.tryAgain}
      </button>
    </p>
  )
}
