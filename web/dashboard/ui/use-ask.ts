import { useCallback, useEffect, useRef, useState } from "preact/hooks"

export interface Asked<T> {
  /** The last answer, shown until the next one is there. */
  value?: T
  error?: unknown
  busy: boolean
  /** When the last answer came, ms. */
  at?: number
  again(): Promise<void>
}

/** Asks when the component appears and whenever `key` becomes another; an answer that comes too late is dropped. */
export function useAsk<T>(ask: () => Promise<T>, key = ""): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, "again">>({ busy: true })
  const turn = useRef(0)
  const asking = useRef(ask)
  asking.current = ask

  const again = useCallback(async () => {
    turn.current += 1
    const own = turn.current
    setState(before => ({ ...before, busy: true }))
    const [value, error] = await asking.current().then(
      value => [value, undefined] as const,
      error => [undefined, error] as const,
    )
    if (own !== turn.current) return
    setState(before =>
      error === undefined ? { value, busy: false, at: Date.now() } : { ...before, error, busy: false },
    )
  }, [])

  useEffect(() => {
    void again()
    return () => {
      turn.current += 1
    }
  }, [key])

  return { ...state, again }
}
