import { Refusal } from "../connection/request.ts"
import type { Words } from "../text/en.ts"

/** What went wrong, as the server said it. */
export function sentenceOf(error: unknown, words: Words): string {
  const said = error instanceof Error ? error.message : ""
  if (said) return said
  return error instanceof Refusal && error.code === "UNREACHABLE"
    ? words.state.unreachable
    : words.state.failed
}
