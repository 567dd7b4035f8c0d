export const screenNames = [
  "overview",
  "keys",
  "settings",
  "push",
  "callbacks",
  "users",
  "rooms",
  "messages",
  "reports",
  "connections",
  "statistics",
  "outbox",
  "operators",
  "audit",
] as const

export type ScreenName = (typeof screenNames)[number]

/** Where the operator is: a screen, the one thing it shows if any, and what is searched there. */
export interface Place {
  screen: ScreenName
  id?: string
  query: Record<string, string>
}

/** `#/users/alice?skip=50`; whatever makes no sense is the overview. */
export function readPlace(hash: string): Place {
  const [path = "", search = ""] = hash.replace(/^#?\/?/, "").split("?", 2)
  const [screen, id] = path.split("/").map(decode)
  const query = Object.fromEntries(new URLSearchParams(search))
  if (!isScreen(screen)) return { screen: "overview", query: {} }
  return id ? { screen, id, query } : { screen, query }
}

export function addressOf(screen: ScreenName, id?: string, query: Record<string, string> = {}): string {
  const filled = Object.entries(query).filter(([, value]) => value !== "")
  const search = new URLSearchParams(filled).toString()
  const path = id === undefined ? screen : `${screen}/${encodeURIComponent(id)}`
  return `#/${path}${search && `?${search}`}`
}

const isScreen = (name: string | undefined): name is ScreenName => screenNames.some(known => known === name)

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
