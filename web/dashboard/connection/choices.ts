/** What an operator chose for this browser. Where it may not be stored, it lasts as long as the page. */
export function readChoice(name: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined
  } catch {
    return undefined
  }
}

export function keepChoice(name: string, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value)
  } catch {
    // The page shows the choice all the same.
  }
}

const keyOf = (name: string) => `parley-dashboard:${name}`
