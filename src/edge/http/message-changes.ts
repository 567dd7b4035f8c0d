import { hideMessage, hideSender } from "../../chat/hiding.ts"
import { pinMessage, unpinMessage } from "../../chat/pins.ts"
import { addReaction, removeReaction } from "../../chat/reactions.ts"
import { presentMessage } from "../../present/message.ts"
import { bySender, reaction, reactionNamed } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** What members and superusers do to messages that are there. */
export function messageChangeRoutes({ route, ctx, appID }: Api): void {
  route(
    "POST",
    "/messages/:messageId/pin",
    "anyone",
    { summary: "Pin a message, in the place of the one that was pinned", result: model.message },
    async ({ caller, params }) =>
      presentMessage(await pinMessage(ctx, caller, params.messageId ?? ""), appID),
  )

  route(
    "DELETE",
    "/messages/:messageId/pin",
    "anyone",
    { summary: "Unpin a message", result: model.message },
    async ({ caller, params }) =>
      presentMessage(await unpinMessage(ctx, caller, params.messageId ?? ""), appID),
  )

  route(
    "POST",
    "/messages/:messageId/reaction",
    "anyone",
    { summary: "React to a message", body: reaction, result: model.message },
    async ({ caller, params, body }) =>
      presentMessage(await addReaction(ctx, caller, params.messageId ?? "", body.reaction), appID),
  )

  route(
    "DELETE",
    "/messages/:messageId/reaction",
    "anyone",
    {
      summary: "Take back one reaction, or all of the caller's",
      query: reactionNamed,
      result: model.message,
    },
    async ({ caller, params, query }) =>
      presentMessage(
        await removeReaction(ctx, caller, params.messageId ?? "", query.reaction || undefined),
        appID,
      ),
  )

  for (const [method, summary, hidden] of [
    ["POST", "Hide a message from everybody", true],
    ["DELETE", "Show a hidden message again", false],
  ] as const) {
    route(
      method,
      "/messages/:messageId/hidden",
      "anyone",
      { summary, result: model.message },
      async ({ caller, params }) =>
        presentMessage(await hideMessage(ctx, caller, params.messageId ?? "", hidden), appID),
    )
  }

  for (const [path, summary, hidden] of [
    ["/messages/hide-by-sender-in-room", "Hide all messages of a sender in a room", true],
    ["/messages/unhide-by-sender-in-room", "Show a sender's hidden messages again", false],
  ] as const) {
    route(
      "POST",
      path,
      "anyone",
      { summary, body: bySender, result: model.changedMessages },
      async ({ caller, body: { room, sender } }) => {
        const { matched, changed } = await hideSender(ctx, caller, room, sender, hidden)
        return { n: matched, nModified: changed, ok: 1 }
      },
    )
  }
}
