import { useEffect, useState } from "preact/hooks"
import { searchIn } from "../../state/search.ts"
import type { Message } from "../../wire/models.ts"
import { useSession } from "../use-chat.ts"

const PAUSE_MS = 220

export interface Search {
  phase: "idle" | "searching" | "done" | "failed"
  /** Newest first. */
  hits: readonly Message[]
  /** What they were found by. */
  words: string
}

const IDLE: Search = { phase: "idle", hits: [], words: "" }

/** Looks for words in a room when one pauses writing them. */
export function useSearch(roomId: string, written: string): Search {
  const session = useSession()
  const [search, setSearch] = useState(IDLE)
  const words = written.trim()
  useEffect(() => {
    if (!words) return setSearch(IDLE)
    let isCurrent = true
    setSearch(before => ({ ...before, phase: "searching" }))
    const timer = setTimeout(() => {
      searchIn(session, roomId, words).then(
        hits => isCurrent && setSearch({ phase: "done", hits, words }),
        () => isCurrent && setSearch({ phase: "failed", hits: [], words }),
      )
    }, PAUSE_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [words, roomId])
  return search
}
