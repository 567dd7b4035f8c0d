import { ChatError } from "../../chat/error.ts"
import type { HistoryQuery } from "../../chat/history.ts"
import { parseFilter } from "./filter.ts"
import { queryInstant } from "./instants.ts"

interface Text {
  beforeMessage?: string
  afterMessage?: string
  sortOrder?: string
  limit?: number
  afterTime?: string
  timeRangeField?: string
  q?: string
}

const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", sentence)

const largestPage = 100

/** Reads the query of `GET …/messages/v3` (contract: decided.md 9 and 10). */
export function readMessageQuery(query: Text): HistoryQuery {
  const { sortOrder = "desc", timeRangeField, beforeMessage, afterMessage } = query
  if (beforeMessage && afterMessage) throw flawed("Give beforeMessage or afterMessage, not both.")
  if (sortOrder !== "asc" && sortOrder !== "desc") throw flawed("sortOrder must be asc or desc.")
  const field = timeRangeField ?? (query.afterTime === undefined ? "createdAt" : "updatedAt")
  if (!["createdAt", "updatedAt", "messageTime"].includes(field)) {
    throw flawed("timeRangeField must be updatedAt, createdAt or messageTime.")
  }
  const after = queryInstant(query.afterTime, "afterTime")
  return {
    order: field === "updatedAt" ? "updatedAt" : "createdAt",
    ascending: sortOrder === "asc",
    limit: Math.min(query.limit ?? 20, largestPage),
    beforeMessage: beforeMessage || undefined,
    afterMessage: afterMessage || undefined,
    anchorIncluded: true,
    after,
  }
}

/** Reads the query of the first version, whose anchor is not repeated. */
export function readOldMessageQuery(query: Text): HistoryQuery {
  const filter = parseFilter(query.q, "q") ?? {}
  const { messageType, sender, ...others } = filter
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw flawed(`q cannot ask for ${unknown}: use messageType or sender.`)
  return {
    order: "createdAt",
    ascending: false,
    limit: Math.min(query.limit ?? 20, largestPage),
    beforeMessage: query.beforeMessage || undefined,
    anchorIncluded: false,
    messageTypes: oneOf(messageType, "q.messageType"),
    senderIds: oneOf(sender, "q.sender"),
  }
}

function oneOf(condition: unknown, where: string): string[] | undefined {
  if (condition === undefined) return
  const choices = typeof condition === "string" ? [condition] : (condition as { $in?: unknown } | null)?.$in
  if (Array.isArray(choices) && choices.every(choice => typeof choice === "string")) return choices
  throw flawed(`${where} must be text, or {"$in": [texts]}.`)
}
