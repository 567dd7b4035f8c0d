import { type HistoryQuery, listHistory } from "../../chat/history.ts"
import { handleRoomMessage, sendAs } from "../../chat/messages.ts"
import { presentMessage, presentSent } from "../../present/message.ts"
import { messageList, messageSend, roomMessage } from "../../wire/bodies/messages.ts"
import type { Api, Call } from "./api.ts"
import { readMessageQuery, readOldMessageQuery } from "./message-query.ts"

const sendFlaws = { missing: "MISSING_PARAMETER", flawed: "INVALID_MESSAGE_FORMAT" } as const

export function messageRoutes({ route, ctx, appID }: Api): void {
  route(
    "POST",
    "/messages",
    "platform",
    { summary: "Send a message as a given user", body: messageSend, flawed: sendFlaws },
    async ({ body }) => {
      const { room, sender, ...input } = body
      return presentSent(await sendAs(ctx, room, sender, input), appID)
    },
  )

  route(
    "POST",
    "/rooms/:roomId/message",
    "anyone",
    {
      summary: "Send, edit or recall a message in a room",
      body: roomMessage,
      flawed: "INVALID_MESSAGE_FORMAT",
    },
    async ({ caller, params, body }) =>
      presentMessage(await handleRoomMessage(ctx, caller, params.roomId ?? "", body), appID),
  )

  const list =
    (read: (query: Call["query"]) => HistoryQuery) =>
    async ({ caller, params, query }: Call) => {
      const { totalCount, messages } = await listHistory(ctx, caller, params.roomId ?? "", read(query))
      return { totalCount, data: messages.map(view => presentMessage(view, appID)) }
    }
  const listPage = list(readMessageQuery)

  route(
    "GET",
    "/rooms/:roomId/messages/v3",
    "anyone",
    { summary: "Messages of a room, paged", query: messageList },
    async call => ({
      ...(await listPage(call)),
      userDeletedIDs: [],
    }),
  )

  route(
    "GET",
    "/rooms/:roomId/messages",
    "anyone",
    { summary: "Messages of a room, first version", query: messageList },
    list(readOldMessageQuery),
  )
}
