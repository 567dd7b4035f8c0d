import { messageId } from "../lib/ids.ts"
import { type ClientRow, findClient, systemClient, upsertClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { markOwnRead } from "../store/members.ts"
import { type Insertion, insertMessage, type MessageRow, type NewMessage } from "../store/messages.ts"
import { insertOutbox } from "../store/outbox.ts"
import { writeOnce } from "../store/sent-keys.ts"
import type { MessageView } from "../store/views.ts"
import { isSystemType } from "../wire/message-types.ts"
import { clientsLane } from "./client-changes.ts"
import type { Context } from "./context.ts"
import type { Once } from "./once.ts"
import { tellWebhookMessage } from "./webhook-events.ts"

export async function ensureSystemClient(ctx: Context): Promise<string> {
  if (!(await findClient(ctx.db, systemClient))) {
    const robot = { id: systemClient, nickname: "System", isRobot: true }
    await ctx.db.write(tx => upsertClient(tx, robot, ctx.clock()), clientsLane)
  }
  return systemClient
}

/** What comes of a new message beside itself. */
interface Consequences {
  push: boolean
  /** It is what the room's webhook replied, which is not told of it. */
  fromWebhook?: boolean
}

/**
 * All that one new message writes: itself, its room's head, its sender's marker, its push unless the room is frozen, the
 * call of the room's webhook unless the server says it.
 */
export async function storeMessage(
  ctx: Context,
  tx: Statements,
  draft: NewMessage,
  { push, fromWebhook }: Consequences,
): Promise<Insertion> {
  const stored = await insertMessage(tx, draft, ctx.clock())
  if (!stored.created) return stored
  const { message, place } = stored
  const { id, seq, roomId, senderId, createdAt } = message
  if (ctx.readTracking) await markOwnRead(tx, { roomId, clientId: senderId, seq, messageId: id })
  if (push && place.status === 1) {
    for (const kind of ctx.pushKinds)
      await insertOutbox(tx, { id: messageId(createdAt, seq), kind, roomId, messageId: id, createdAt })
  }
  if (place.callsWebhook && !fromWebhook && !isSystemType(message.messageType))
    await tellWebhookMessage(ctx, tx, message)
  return stored
}

interface Posting extends Consequences {
  sender: ClientRow
  /** What it replies to, with the people that shows. */
  reply?: MessageView
  once?: Once
}

/** What became of a new message: what holds its id if that is taken, nothing at all where there is no such room. */
type Posted = { view: MessageView } | { taken: MessageRow | undefined } | { spent: true }

/** Stores a new message and tells its room. */
export async function postMessage(
  ctx: Context,
  draft: NewMessage,
  { sender, reply, once, ...consequences }: Posting,
): Promise<Posted> {
  const posted = await ctx.db.write(
    tx => writeOnce(tx, once, ctx.clock(), () => storeMessage(ctx, tx, draft, consequences), idOf),
    draft.roomId,
  )
  if (!posted) return { spent: true }
  const stored = posted.value
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

const idOf = (stored: Insertion) => (stored.created ? stored.message.id : undefined)
