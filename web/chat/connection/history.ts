/** How many of the page's own steps lie before an entry of the browser's history. */
const KEY = "parleyDepth"

export const isNarrow = (): boolean => !matchMedia("(min-width: 760px)").matches

/** @returns undefined for an entry that is not ours: somebody has changed the address. */
export function depthOfEntry(): number | undefined {
  const depth = history.state?.[KEY]
  return typeof depth === "number" ? depth : undefined
}

export function markEntry(depth: number): void {
  history.replaceState({ ...history.state, [KEY]: depth }, "")
}

/** A new entry at the same address. */
export function pushEntry(depth: number): void {
  history.pushState({ ...history.state, [KEY]: depth }, "")
}

/** Arrives a moment later, by `onTravel`. */
export function travel(steps: number): void {
  history.go(steps)
}

/** @returns a function that ends it. */
export function onTravel(hear: () => void): () => void {
  window.addEventListener("popstate", hear)
  return () => window.removeEventListener("popstate", hear)
}
