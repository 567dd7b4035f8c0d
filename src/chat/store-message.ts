import { messageId } from "../lib/ids.ts"
import { findClient, upsertClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { markOwnRead } from "../store/members.ts"
import { type Insertion, insertMessage, type NewMessage } from "../store/messages.ts"
import { insertOutbox } from "../store/outbox.ts"
import type { Context } from "./context.ts"

/** The robot that speaks where nobody else does (contract: decided.md 14). */
const systemClient = "system"

export async function ensureSystemClient(ctx: Context): Promise<string> {
  if (!(await findClient(ctx.db, systemClient))) {
    const robot = { id: systemClient, nickname: "System", isRobot: true }
    await ctx.db.write(tx => upsertClient(tx, robot, ctx.clock()), robot.id)
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
