/** Options of `IMKitUI.init` (contract: web, section 1). The first three are required. */
export interface InitOptions {
  /** Origin of the chat server, with its scheme. */
  domain: string
  clientKey: string
  /** The user's token. */
  token: string
  /** An element or a selector; else `#imkit-container`, else `#IMKitApp`. */
  container?: Element | string
  roomId?: string
  roomTag?: string
  autoSelectRoom?: boolean | 0 | "0"
  darkMode?: boolean
  /** How times are written. */
  locale?: string
  onReady?(): void
  onUnreadChange?(total: number): void
  onAuthError?(): void
}

export function missingOption(options: Partial<InitOptions> | undefined): string | undefined {
  return (["domain", "clientKey", "token"] as const).find(name => !options?.[name])
}

/** The chat page's address. What identifies the user goes behind the hash, which is never sent over the network. */
export function frameAddress(options: InitOptions): string {
  const query = new URLSearchParams()
  if (options.roomId) query.set("roomId", options.roomId)
  if (options.roomTag) query.set("roomTag", options.roomTag)
  if (options.autoSelectRoom === false || `${options.autoSelectRoom}` === "0")
    query.set("autoSelectRoom", "0")
  if (options.locale) query.set("locale", options.locale)
  const route = new URLSearchParams({ token: options.token })
  if (options.darkMode !== undefined) route.set("darkMode", `${options.darkMode}`)
  const search = `${query}` && `?${query}`
  return `${options.domain.replace(/\/+$/, "")}/chat${search}#/?${route}`
}
