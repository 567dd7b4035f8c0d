/** Types of `imkit.min.js`, which puts a Parley chat into a page. */

export interface InitOptions {
  /** Origin of the chat server, with its scheme: `https://chat.example.com`. */
  domain: string
  /** The app's client key; it is public. Never the API key. */
  clientKey: string
  /** The user's token, from your backend. */
  token: string
  /** An element or a selector; else `#imkit-container`, else `#IMKitApp`. */
  container?: Element | string
  /** Show this room alone, without the list. */
  roomId?: string
  /** List only rooms with this tag. */
  roomTag?: string
  /** `false`: open no room by itself. */
  autoSelectRoom?: boolean | 0 | 1 | "0" | "1"
  /** Unless given, the chat follows the system. */
  darkMode?: boolean
  /** `en`, `zh-TW`, `zh-CN`, `ja`, `ko`; unless given, the browser's. */
  locale?: string
  /** The user is signed in, and the rooms are there. */
  onReady?(): void
  /** How many messages the user has not read, at first and whenever it changes. */
  onUnreadChange?(total: number): void
  /** Every new message that the user may read, their own when they are stored. Each comes once. */
  onMessage?(message: ChatMessage): void
  /** The token is no good (any more): get another one, and `setToken` it. */
  onAuthError?(): void
}

/** A message as the chat server sends it. It may have more fields than these. */
export interface ChatMessage {
  _id: string
  room: string
  messageType: string
  message?: unknown
  sender: { _id: string; nickname?: string; avatarUrl?: string }
  createdAtMS?: number
  [field: string]: unknown
}

/** One chat in the page. */
export interface ChatHandle {
  openRoom(roomId: string): void
  /** Another token of the same user, or another user. */
  setToken(token: string): void
  setDarkMode(darkMode: boolean): void
  /** Takes the chat out of the page. Nothing is called afterwards. */
  destroy(): void
}

export interface IMKitUI {
  /** @returns nothing if an option is missing or wrong; the console says which. */
  init(options: InitOptions): ChatHandle | undefined
}

declare global {
  interface Window {
    IMKitUI: IMKitUI
  }
  const IMKitUI: IMKitUI
}
