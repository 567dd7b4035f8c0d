import type { RefObject } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Written } from "./use-written.ts"

/** Writes into the field and puts the caret where it belongs once the field shows it. */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>, write: (next: Written) => void) {
  const wanted = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    const caret = wanted.current
    wanted.current = undefined
    if (caret !== undefined) field.current?.setSelectionRange(caret, caret)
  })
  const put = (next: Written, caret: number) => {
    wanted.current = caret
    write(next)
  }
  /** At the caret, in the place of what is selected. */
  const insert = ({ words, named }: Written, piece: string) => {
    const { selectionStart = words.length, selectionEnd = words.length } = field.current ?? {}
    const next = words.slice(0, selectionStart) + piece + words.slice(selectionEnd)
    put({ words: next, named }, selectionStart + piece.length)
  }
  return { put, insert }
}
