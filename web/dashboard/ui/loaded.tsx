import type { ComponentChildren } from "preact"
import { sentenceOf } from "../state/refusals.ts"
import { useDesk } from "./desk.ts"
import { AlertIcon } from "./icons.tsx"
import type { Asked } from "./use-ask.ts"

interface LoadedProps<T> {
  asked: Asked<T>
  children(value: T): ComponentChildren
}

/** What was asked for; until then a place for it, and what went wrong if something did. */
export function Loaded<T>({ asked, children }: LoadedProps<T>) {
  const { words } = useDesk()
  const { value, error, busy, again } = asked
  return (
    <div class="loaded" aria-busy={busy}>
      {error !== undefined && (
        <div class="trouble" role="alert">
          <AlertIcon />
          <p>{sentenceOf(error, words)}</p>
          <button type="button" class="button plain" onClick={() => again()}>
            {words.act.tryAgain}
          </button>
        </div>
      )}
      {value !== undefined && children(value)}
      {value === undefined && error === undefined && <Skeleton label={words.state.loading} />}
    </div>
  )
}

function Skeleton({ label }: { label: string }) {
  return (
    <div class="skeleton">
      <span class="unseen">{label}</span>
      <i />
      <i />
      <i />
    </div>
  )
}
