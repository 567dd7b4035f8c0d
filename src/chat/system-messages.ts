import type { Statements } from "../store/database.ts"
import type { MessageContent } from "../store/messages.ts"
import { type MessageView, viewMessage } from "../store/views.ts"
import type { Context } from "./context.ts"
import { storeMessage } from "./store-message.ts"

/**
 * What the server says in a room when its members change. The messages hold ids; they are shown with the people as they
 * are then (contract: decided.md 15, realtime.md 11).
 */
export type Saying = { messageType: string; content: MessageContent }

export const added = (ids: readonly string[]): Saying => ({
  messageType: ids.length === 1 ? "addMember" : "addMembers",
  content: { member: ids[0], extra: { invitees: ids } },
})

export const removed = (id: string): Saying => ({
  messageType: "deleteMember",
  content: { member: id, extra: { members: [id] } },
})

export const joined = (id: string): Saying => ({ messageType: "joinRoom", content: { member: id } })

export const left = (id: string): Saying => ({ messageType: "leaveRoom", content: { member: id } })

export const madeAdmin = (id: string): Saying => ({ messageType: "assignAdmin", content: { member: id } })

export const invitationsCancelled = (ids: readonly string[]): Saying => ({
  messageType: "cancelInvitations",
  content: { extra: { invitees: ids } },
})

/** Stores a system message inside an operation. @param senderId who did what it says. */
export async function storeSystemMessage(
  ctx: Context,
  tx: Statements,
  roomId: string,
  senderId: string,
  { messageType, content }: Saying,
): Promise<MessageView> {
  const { message } = await storeMessage(ctx, tx, { roomId, senderId, messageType, content }, { push: true })
  if (!message) throw new Error("the room was gone before its system message")
  return viewMessage(tx, message)
}
