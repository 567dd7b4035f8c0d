import type { Caller } from "../../../chat/caller.ts"
import { hideMessage } from "../../../chat/hiding.ts"
import { viewStored } from "../../../chat/message-access.ts"
import { listRoomMessages, searchAllMessages } from "../../../chat/message-overview.ts"
import { removeMessage } from "../../../chat/message-removal.ts"
import type { MessageList } from "../../../chat/message-search.ts"
import { handleRoomMessage } from "../../../chat/messages.ts"
import { explainPush } from "../../../chat/push-explanations.ts"
import { presentMessage } from "../../../present/message.ts"
import { presentExplanation } from "../../../present/push-explanation.ts"
import { hiding, historyPage, listPage, messageSearch, systemText } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"

/** @param acting gives the operator a user to act as, where somebody must. */
export function messageRoutes(
  { ctx, appID, backend, read, change }: Dashboard,
  acting: () => Promise<Caller>,
): void {
  const show = ({ totalCount, messages }: MessageList) => ({
    totalCount,
    data: messages.map(view => presentMessage(view, appID)),
  })

  read("/messages", { query: messageSearch }, async ({ query: { search = "", room, ...page } }) =>
    show(await searchAllMessages(ctx, { search, roomId: room }, pageOf(page))),
  )

  read("/rooms/:id/messages", { query: historyPage }, async ({ params, query: { before, ...page } }) => {
    const { limit } = pageOf(page)
    return show(await listRoomMessages(ctx, params.id ?? "", { before, limit }))
  })

  change("POST", "/rooms/:id/message", { act: "message.send", body: systemText }, async ({ params, body }) =>
    presentMessage(await handleRoomMessage(ctx, backend, params.id ?? "", { message: body.text }), appID),
  )

  change("DELETE", "/messages/:id", { act: "message.delete" }, async ({ params: { id = "" } }) => {
    const { message } = await viewStored(ctx, id)
    await removeMessage(ctx, backend, message.roomId, id)
    return {}
  })

  change(
    "PUT",
    "/messages/:id/hidden",
    { act: "message.hide", body: hiding, detail: ({ body }) => (body.hidden ? "hidden" : "shown") },
    async ({ params, body }) =>
      presentMessage(await hideMessage(ctx, await acting(), params.id ?? "", body.hidden), appID),
  )

  read("/messages/:id/explain", { query: listPage }, async ({ params, query }) =>
    presentExplanation(await explainPush(ctx, { messageId: params.id ?? "" }), query),
  )
}
