import { messageId } from "../lib/ids.ts"
import { type ClientRow, findClient, upsertClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { markOwnRead } from "../store/members.ts"
import { type Insertion, insertMessage, type MessageRow, type NewMessage } from "../store/messages.ts"
import { insertOutbox } from "../store/outbox.ts"
import type { MessageView } from "../store/views.ts"
import { clientsLane } from "./client-changes.ts"
import type { Context } from "./context.ts"

/** The robot that speaks where nobody else does (contract: decided.md 14). */
const systemClient = "system"

export async function ensureSystemClient(ctx: Context): Promise<string> {
  if (!(await findClient(ctx.db, systemClient))) {
    const robot = { id: systemClient, nickname: "System", isRobot: true }
    await ctx.db.write(tx => upsertClient(tx, robot, ctx.clock()), clientsLane)
  }
  return systemClient
}

/** All that one new message writes: itself, its room's head, its sender's marker, its push unless the room is frozen. */
export async function storeMessage(
  ctx: Context,
  tx: Statements,
  draft: NewMessage,
  push: boolean,
): Promise<Insertion> {
  const stored = await insertMessage(tx, draft, ctx.clock())
  if (!stored.created) return stored
  const { id, seq, roomId, senderId, createdAt } = stored.message
  if (ctx.readTracking) await markOwnRead(tx, { roomId, clientId: senderId, seq, messageId: id })
  if (push && ctx.pushKind && stored.roomStatus === 1) {
    await insertOutbox(tx, {
      id: messageId(createdAt, seq),
      kind: ctx.pushKind,
      roomId,
      messageId: id,
      createdAt,
    })
  }
  return stored
}

/**
 * Stores a new message and tells its room.
 * @param reply what it replies to, with the people that shows.
 * @returns what holds its id if that is taken; nothing at all where there is no such room.
 */
export async function postMessage(
  ctx: Context,
  draft: NewMessage,
  push: boolean,
  sender: ClientRow,
  reply?: MessageView,
): Promise<{ view: MessageView } | { taken: MessageRow | undefined }> {
  const stored = await ctx.db.write(tx => storeMessage(ctx, tx, draft, push), draft.roomId)
  if (!stored.created) return { taken: stored.message }
  const view = {
    message: stored.message,
    // A reply shows no more than a page would (store/views.ts).
    reply: reply?.message.hidden ? undefined : reply?.message,
    people: new Map(reply?.people).set(sender.id, sender),
  }
  ctx.publish({ type: "message.created", view })
  return { view }
}
