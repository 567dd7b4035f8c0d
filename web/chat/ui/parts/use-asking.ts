import { useEffect, useRef, useState } from "preact/hooks"
import { sentenceOf } from "../../state/refusals.ts"
import { text } from "../../text/text.ts"

/** Something the server is asked for from inside a window, and why it said no. */
export function useAsking(words: string = text.room.failed) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )
  const ask = async (act: () => Promise<unknown>, onDone?: () => void): Promise<boolean> => {
    setBusy(true)
    setFailure(undefined)
    try {
      await act()
      if (isHere.current) onDone?.()
      return true
    } catch (error) {
      if (isHere.current) setFailure(sentenceOf(error, words))
      return false
    } finally {
      if (isHere.current) setBusy(false)
    }
  }
  return { isBusy, failure, ask }
}
