/** What a push says, whoever carries it (contract: push.md 4 to 8, 10). */
export interface Notice {
  /** Of the visible text; `body` is the suggested sentence, for apps that do not know the key. */
  title: string
  body: string
  /** What an app translates: `im_loc_` and the message type, and its two arguments. */
  localized?: { key: string; args: string[] }
  /** An operator's own words in place of title and body. */
  alert?: string
  /** Absent: the app's number stays. */
  badge?: number
  /** Absent: the server's setting. */
  sound?: string
  /** What the push is about, like `chatroom_chat:room-77`. */
  type?: string
  room?: string
  messageType?: string
  /** Id of the message. */
  messageId?: string
  roomTags?: string[]
  /** The message, or what the operator added. */
  payload: Record<string, unknown>
  /** Only the latest of the same key is shown. */
  collapseKey?: string
  /** In place of the bundle id, for APNs. */
  topic?: string
  icon?: string
  /** Android shows it without the app's help (`push2clients` with title or body, or the operator's setting). */
  selfShown?: boolean
  /** After this instant it says nothing any more. Ms since the epoch. */
  expiresAt: number
}

/** One push for one device, the same each time it is tried. */
export interface Parcel {
  /** A UUID that names it to the provider. */
  identity: string
  /** What the device registered. */
  token: string
  notice: Notice
}

/** What became of a push that was handed to a provider. */
export type Handover =
  | { outcome: "sent"; providerId?: string }
  /** The registration is no good: the device is forgotten. */
  | { outcome: "gone"; reason: string }
  /** Another try may succeed. @param afterMs the provider's own wish. */
  | { outcome: "retry"; reason: string; afterMs?: number }
  /** Trying again would not help, and it is not the device's fault. */
  | { outcome: "refused"; reason: string }

/** Carries pushes to devices of one kind. */
export interface Provider {
  /** Never throws. */
  send: (parcel: Parcel) => Promise<Handover>
  close: () => void
}
