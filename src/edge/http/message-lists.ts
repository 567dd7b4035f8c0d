import { listAll, listRecent, searchByQuery } from "../../chat/message-search.ts"
import { presentMessage } from "../../present/message.ts"
import type { MessageRow } from "../../store/messages.ts"
import type { MessageView } from "../../store/views.ts"
import { allMessages, messageQuery, recentMessages } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { filterOf, parseFilter } from "./filter.ts"
import { queryInstant } from "./instants.ts"

/** What `q` may ask of a message (contract: rest-extended.md 1.6). */
const messageFields: Record<string, (message: MessageRow) => unknown> = {
  sender: message => message.senderId,
  room: message => message.roomId,
  message: message => message.content.message,
  messageType: message => message.messageType,
  messageTime: message => new Date(message.createdAt),
}

/** Lists of messages over many rooms. */
export function messageListRoutes({ route, ctx, appID }: Api): void {
  const show = (views: MessageView[]) => views.map(view => presentMessage(view, appID))

  route(
    "GET",
    "/messages/recent",
    "anyone",
    {
      summary: "Newest messages over the caller's rooms",
      query: recentMessages,
      result: model.countedMessages,
    },
    async ({ caller, query }) => {
      const messages = await listRecent(ctx, caller, Math.min(query.limit ?? 20, 100))
      return { count: messages.length, data: show(messages) }
    },
  )

  route(
    "GET",
    "/messages",
    "anyone",
    {
      summary: "Search the newest 1,000 messages of the caller's rooms with a query (deprecated)",
      query: messageQuery,
      result: model.page(model.message),
    },
    async ({ caller, query: { q, limit } }) => {
      const filter = parseFilter(q, "q", "INVALID_QUERY") ?? {}
      const fields = (field: string) =>
        Object.hasOwn(messageFields, field) ? messageFields[field] : undefined
      const keep = filterOf<MessageRow>(filter, fields, "q", "INVALID_QUERY")
      const room = typeof filter.room === "string" ? filter.room : undefined
      const found = await searchByQuery(ctx, caller, room, keep, Math.min(limit ?? 20, 100))
      return { totalCount: found.totalCount, data: show(found.messages) }
    },
  )

  route(
    "GET",
    "/admin/messages",
    "platform",
    {
      summary: "Messages of all rooms in a time range",
      query: allMessages,
      result: model.page(model.message),
    },
    async ({ query }) => {
      const range = {
        from: queryInstant(query.startDate, "startDate"),
        to: queryInstant(query.endDate, "endDate"),
      }
      const found = await listAll(ctx, range, Math.min(query.limit ?? 100, 1000))
      return { totalCount: found.totalCount, data: show(found.messages) }
    },
  )
}
