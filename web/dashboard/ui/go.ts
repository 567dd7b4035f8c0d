import { addressOf, type ScreenName } from "../state/places.ts"

/** Goes somewhere else, with a way back. */
export function go(screen: ScreenName, id?: string): void {
  location.hash = addressOf(screen, id)
}

/** Stays on the screen and looks at another part of it. */
export function look(screen: ScreenName, query: Record<string, string>): void {
  location.hash = addressOf(screen, undefined, query)
}
