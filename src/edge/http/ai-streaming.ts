import { streamPiece } from "../../chat/ai-streaming.ts"
import { streamedPiece } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

export function aiStreamingRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/rooms/:roomId/ai_streaming",
    "anyone",
    {
      summary: "Show a room the next piece of a robot's answer",
      body: streamedPiece,
      result: model.streamedPiece,
      flawed: { missing: "MISSING_PARAMETER", flawed: "INVALID_MESSAGE_FORMAT" },
    },
    async ({ caller, params, body }) => {
      const { roomId, messageId, senderId } = await streamPiece(ctx, caller, params.roomId ?? "", body)
      return { messageId, room: roomId, sender: senderId }
    },
  )
}
