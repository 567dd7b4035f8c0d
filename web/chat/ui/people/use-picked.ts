import { useState } from "preact/hooks"
import type { Client } from "../../wire/models.ts"

/** Several people, each in or out by a click. */
export function usePicked() {
  const [people, setPeople] = useState<readonly Client[]>([])
  const ids = new Set(people.map(({ _id }) => _id))
  const toggle = (person: Client) =>
    setPeople(now =>
      now.some(({ _id }) => _id === person._id)
        ? now.filter(({ _id }) => _id !== person._id)
        : [...now, person],
    )
  return { people, ids, toggle }
}
