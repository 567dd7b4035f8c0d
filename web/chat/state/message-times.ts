import { timeOfId } from "../../../client/src/index.ts"
import type { Message } from "../wire/models.ts"
import type { Conversation } from "./conversation.ts"

/** When the messages that the page holds were made, by id. */
export type MessageTimes = ReadonlyMap<string, number>

export function timesOf(conversation: Conversation | undefined, last?: Message): MessageTimes {
  const held = conversation?.entries.map(entry => entry.message) ?? []
  return new Map([...(last ? [last] : []), ...held].map(({ _id, createdAtMS }) => [_id, createdAtMS]))
}

/**
 * Whether one message stands below the other. An id chosen by its sender tells when it was written, not where the
 * server put it: the id's own time serves only for a message that is not held, its text only between equal times.
 */
export function isAfter(id: string, other: string, times: MessageTimes): boolean {
  const timeOf = (one: string) => times.get(one) ?? timeOfId(one)
  const difference = timeOf(id) - timeOf(other)
  return difference ? difference > 0 : id > other
}
