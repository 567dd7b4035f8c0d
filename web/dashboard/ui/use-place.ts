import { useEffect, useState } from "preact/hooks"
import { type Place, readPlace } from "../state/places.ts"

/** Where the address says the operator is, followed live. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => readPlace(location.hash))
  useEffect(() => {
    const follow = () => setPlace(readPlace(location.hash))
    addEventListener("hashchange", follow)
    return () => removeEventListener("hashchange", follow)
  }, [])
  return place
}
