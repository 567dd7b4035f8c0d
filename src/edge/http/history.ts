import { listAround } from "../../chat/around.ts"
import { countHistory, listHistory } from "../../chat/history.ts"
import { listPinnedMessages } from "../../chat/pins.ts"
import { presentMessage } from "../../present/message.ts"
import type { MessageView } from "../../store/views.ts"
import { messageCount, messageList, messagesAround } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api, Call } from "./api.ts"
import { readMessageQuery, readOldMessageQuery } from "./message-query.ts"

/** Messages on each side of one that are shown unless told, and at most. */
const usuallyAround = 10
const mostAround = 100

/** Lists of one room's messages. */
export function historyRoutes({ route, ctx, appID }: Api): void {
  const show = (views: MessageView[]) => views.map(view => presentMessage(view, appID))

  route(
    "GET",
    "/rooms/:roomId/messages/v3",
    "anyone",
    { summary: "Messages of a room, paged", query: messageList, result: model.messagePage },
    async ({ caller, params, query }) => {
      const page = await listHistory(ctx, caller, params.roomId ?? "", readMessageQuery(query))
      return {
        totalCount: page.totalCount,
        data: show(page.messages),
        userDeletedIDs: page.userDeletedIds,
      }
    },
  )

  route(
    "GET",
    "/rooms/:roomId/messages",
    "anyone",
    { summary: "Messages of a room, first version", query: messageList, result: model.page(model.message) },
    async ({ caller, params, query }) => {
      const page = await listHistory(ctx, caller, params.roomId ?? "", readOldMessageQuery(query))
      return { totalCount: page.totalCount, data: show(page.messages) }
    },
  )

  route(
    "GET",
    "/rooms/:roomId/messages/:messageId",
    "anyone",
    { summary: "Messages around a given one", query: messagesAround, result: model.page(model.message) },
    async ({ caller, params: { roomId = "", messageId = "" }, query }) => {
      const messages = await listAround(ctx, caller, roomId, messageId, {
        before: Math.min(query.before ?? usuallyAround, mostAround),
        after: Math.min(query.after ?? usuallyAround, mostAround),
      })
      return { totalCount: messages.length, data: show(messages) }
    },
  )

  const listPinned = async ({ caller, params }: Call) => {
    const messages = await listPinnedMessages(ctx, caller, params.roomId ?? "")
    return { totalCount: messages.length, data: show(messages) }
  }
  const pinned = { summary: "Pinned message of a room", result: model.page(model.message) }
  route("GET", "/rooms/:roomId/pined-messages", "anyone", pinned, listPinned)
  route("GET", "/rooms/:roomId/messages/pined-messages", "anyone", pinned, listPinned)

  route(
    "GET",
    "/rooms/:roomId/count",
    "anyone",
    { summary: "Count messages created or changed after a time", query: messageCount, result: model.count },
    async ({ caller, params, query }) => ({
      count: await countHistory(ctx, caller, params.roomId ?? "", query.timeInMS ?? 0),
    }),
  )
}
