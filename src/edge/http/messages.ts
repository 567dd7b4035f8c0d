import { removeAllMessages, removeMessage } from "../../chat/message-removal.ts"
import { handleRoomMessage, sendAs } from "../../chat/messages.ts"
import { isoOf } from "../../lib/clock.ts"
import { presentMessage, presentSent } from "../../present/message.ts"
import { messageSend, roomMessage } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { onceHeader, onceOf } from "./idempotency.ts"

export function messageRoutes({ route, ctx, appID }: Api): void {
  route(
    "POST",
    "/messages",
    "platform",
    {
      summary: "Send a message as a given user",
      body: messageSend,
      result: model.messageSent,
      flawed: { missing: "MISSING_PARAMETER", flawed: "INVALID_MESSAGE_FORMAT" },
      headers: onceHeader,
    },
    async call => {
      const { room, sender, ...input } = call.body
      return presentSent(await sendAs(ctx, room, sender, input, { once: onceOf(call) }), appID)
    },
  )

  route(
    "POST",
    "/rooms/:roomId/message",
    "anyone",
    {
      summary: "Send, edit or recall a message in a room",
      body: roomMessage,
      result: model.message,
      flawed: "INVALID_MESSAGE_FORMAT",
      headers: onceHeader,
    },
    async call => {
      const { caller, params, body } = call
      return presentMessage(
        await handleRoomMessage(ctx, caller, params.roomId ?? "", body, onceOf(call)),
        appID,
      )
    },
  )

  route(
    "DELETE",
    "/rooms/:roomId/messages/:messageId",
    "anyone",
    {
      summary: "Delete one message of a room for everybody, or all of them (_all)",
      result: model.messageDeletion,
      rm: ({ messageID }: { messageID: string }) =>
        `${messageID === "_all" ? "All messages" : "Message"} deleted successfully`,
    },
    async ({ caller, params: { roomId = "", messageId = "" } }) => {
      const { count, by, at } = await (messageId === "_all"
        ? removeAllMessages(ctx, caller, roomId)
        : removeMessage(ctx, caller, roomId, messageId))
      return {
        deletedCount: count,
        roomID: roomId,
        messageID: messageId,
        deletedBy: by,
        deletedAt: isoOf(at),
      }
    },
  )
}
