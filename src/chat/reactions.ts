import type { Reaction } from "../store/messages.ts"
import { updateReactions } from "../store/reactions.ts"
import type { MessageView } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { enterMessage, viewStored } from "./message-access.ts"
import { changeStored } from "./retelling.ts"
import type { Action } from "./rights.ts"

/** One user's different reactions to one message. */
const mostOfOne = 20

/** Puts a short text under a message; the same one again changes nothing (contract: rest-extended.md 1.7). */
export async function addReaction(
  ctx: Context,
  caller: Caller,
  messageId: string,
  reaction: string,
): Promise<MessageView> {
  const client = actingClient(caller)
  const isIt = (one: Reaction) => one.client === client && one.reaction === reaction
  const view = await changeReactions(ctx, caller, messageId, "speak", reactions => {
    const full = reactions.filter(one => one.client === client).length >= mostOfOne
    return full || reactions.some(isIt) ? undefined : [...reactions, { client, reaction }]
  })
  if (view.message.reactions.some(isIt)) return view
  throw new ChatError(
    "INVALID_PARAMETER",
    `You have put ${mostOfOne} reactions under this message: take one back first.`,
  )
}

/** Takes back one reaction of the caller's, or all of them (contract: decided.md 20). */
export function removeReaction(
  ctx: Context,
  caller: Caller,
  messageId: string,
  reaction: string | undefined,
): Promise<MessageView> {
  const client = actingClient(caller)
  const stays = (one: Reaction) =>
    one.client !== client || (reaction !== undefined && one.reaction !== reaction)
  return changeReactions(ctx, caller, messageId, "read", reactions =>
    reactions.every(stays) ? undefined : reactions.filter(stays),
  )
}

/** @param make the new list, or undefined where nothing is to change. */
async function changeReactions(
  ctx: Context,
  caller: Caller,
  messageId: string,
  action: Action,
  make: (reactions: Reaction[]) => Reaction[] | undefined,
): Promise<MessageView> {
  const { message } = await enterMessage(ctx, caller, messageId, action)
  const [view] = await changeStored(ctx, message.roomId, async tx => {
    const changed = await updateReactions(tx, message.id, make, ctx.clock())
    return { messages: changed ? [changed] : [] }
  })
  return view ?? viewStored(ctx, message.id)
}
