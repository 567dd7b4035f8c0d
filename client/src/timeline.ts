import type { Message } from "./models.ts"

/** A message of the view. What the server does not have yet carries how far it is. */
export interface ViewMessage extends Message {
  /** pending: on its way, or waiting for the link. refused: it goes out again only by `retry`. */
  delivery?: "pending" | "refused"
  /** Why it was refused. */
  refusal?: string
}

export const versionOf = (message: Message): number => message.updatedAtMS ?? message.createdAtMS

/** Where the server has put a message among those of its room. */
export const placeOf = ({ roomSeq = Number.POSITIVE_INFINITY }: Message): number => roomSeq

/** Stored messages in the server's order, then the unsent ones. An older version of a message never takes the place of a newer one. */
export function mergeMessages(held: readonly ViewMessage[], page: readonly Message[]): ViewMessage[] {
  const messages = [...held]
  for (const message of page) put(messages, message)
  return messages
}

function put(messages: ViewMessage[], message: Message): void {
  const at = indexOf(messages, message._id)
  const known = messages[at]
  if (known && !known.delivery) {
    if (versionOf(known) <= versionOf(message)) messages[at] = message
    return
  }
  if (known) messages.splice(at, 1)
  const before = messages.findLastIndex(one => !one.delivery && placeOf(one) < placeOf(message))
  messages.splice(before + 1, 0, message)
}

/** The newest are looked at first: most of what comes is new. */
const indexOf = (messages: readonly Message[], id: string): number =>
  messages.findLastIndex(message => message._id === id)

export const storedOf = (messages: readonly ViewMessage[]): ViewMessage[] =>
  messages.filter(({ delivery }) => !delivery)

export const unsentOf = (messages: readonly ViewMessage[]): ViewMessage[] =>
  messages.filter(({ delivery }) => delivery)
