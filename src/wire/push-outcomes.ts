/** What is known of one push or call, or of one member who got none; empty texts where a field means nothing. */
export interface PushFate {
  clientId: string
  deviceType: string
  deviceId: string
  /** As it is stored: a key of `pushOutcomes`. */
  outcome: string
  reason?: string
  providerId?: string
  attempts?: number
  createdAt?: number
  settledAt?: number
  /** Of what still waits: when it is tried, and after when no more. */
  dueAt?: number
  expiresAt?: number
}

/** What may have become of a push: as it is stored → the word for code, the sentence for people. */
export const pushOutcomes: Record<string, { word: string; sentence: string }> = {
  sent: said("sent", "It was handed over, and taken"),
  expired: said("expired", "Its time was over before it could be handed over"),
  refused: said("refused", "It was refused, and trying again would not help"),
  gone: said("gone", "The provider does not know the device any more, so its registration was removed"),
  withdrawn: said("withdrawn", "The message was recalled, hidden or deleted before the push went out"),
  unregistered: said("unregistered", "The device was unregistered, or went to another user, before its push"),
  online: said("online", "The device was online, and got the message live"),
  unconfigured: said("unconfigured", "The server has no credentials for devices of this type"),
  dead: said("dead", "It was given up"),
  waiting: said("waiting", "It is about to be sent"),
  held: said("held", "The device seems to be online: it is pushed to unless it gives a sign of life"),
  retrying: said("retrying", "It could not be handed over yet, and is tried again"),
  sender: said("sender", "The user sent the message"),
  robot: said("robot", "Robots get no pushes"),
  muted: said("muted", "The user had muted the room"),
  disabled: said("disabled", "The user had switched pushes off"),
  blocked: said("blocked", "The user was banned in the room, or one side of a direct room blocked the other"),
  "added later": said("addedLater", "The user came to the room after the message"),
  "no device": said("noDevice", "The user had no device registered that gets such messages"),
  "not registered": said("notRegistered", "This device was not registered for the user"),
  "no member": said("noMember", "The user was not in the room"),
}

/** What may be said of all pushes of a message together. */
export const pushSentences = {
  made: "Its pushes were worked out.",
  waiting: "Its pushes were not worked out yet.",
  unconfigured: "This server has no credentials of Apple, Firebase or browsers, so it pushes to no device.",
  none: "It has no pushes: it was sent without (push: false, as batches are), or in a frozen room, was recalled or hidden at once, or is too long ago to be explained.",
} as const

function said(word: string, sentence: string) {
  return { word, sentence }
}
