/** Parameters in the page's address (contract: web, section 2): before the hash (A) or inside its route (B). */
export interface AddressParameters {
  token?: string
  roomId?: string
  roomTag?: string
  autoSelectRoom: boolean
  darkMode?: boolean
  locale?: string
}

export function readAddress(href: string): AddressParameters {
  const { search, hash } = splitAddress(href)
  const before = new URLSearchParams(search)
  const inside = new URLSearchParams(hash.query)
  const early = (name: string) => before.get(name) || inside.get(name) || undefined
  return {
    token: inside.get("token") || before.get("token") || undefined,
    roomId: early("roomId"),
    roomTag: early("roomTag"),
    autoSelectRoom: early("autoSelectRoom") !== "0",
    darkMode: readSwitch(inside.get("darkMode")) ?? readSwitch(before.get("darkMode")),
    locale: early("locale"),
  }
}

/** The same address without its tokens; every other parameter stays as it was written. */
export function withoutToken(href: string): string {
  const { path, search, hash } = splitAddress(href)
  const early = dropToken(search)
  const late = dropToken(hash.query)
  const route = hash.route || late ? `#${hash.route}${late && `?${late}`}` : ""
  return `${path}${early && `?${early}`}${route}`
}

function splitAddress(href: string) {
  const [beforeHash = "", fragment = ""] = splitOnce(href, "#")
  const [path = "", search = ""] = splitOnce(beforeHash, "?")
  const [route = "", query = ""] = splitOnce(fragment, "?")
  return { path, search, hash: { route, query } }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)]
}

function dropToken(query: string): string {
  return query
    .split("&")
    .filter(part => part && part.split("=")[0] !== "token")
    .join("&")
}

function readSwitch(value: string | null): boolean | undefined {
  if (value === "true" || value === "1") return true
  if (value === "false" || value === "0") return false
  return undefined
}
