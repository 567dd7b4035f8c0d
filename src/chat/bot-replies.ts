import { Check } from "typebox/value"
import { sha256 } from "../lib/ids.ts"
import { findClient } from "../store/clients.ts"
import { listRobots } from "../store/members.ts"
import { lockRoom, updateRoom } from "../store/rooms.ts"
import { writeOnce } from "../store/sent-keys.ts"
import { messageContent } from "../wire/bodies/messages.ts"
import { botState } from "../wire/bodies/rooms.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { type MessageInput, malformed } from "./message-content.ts"
import { sendAs } from "./messages.ts"
import type { Once } from "./once.ts"
import { describeRoomChange } from "./retelling.ts"

/** What a webhook answered, as it came (contract: webhook.md 4). */
export type BotReply = Record<string, unknown>

/**
 * Does what a room's webhook asks for in its answer: state first, then message. What cannot be done is dropped with a line
 * in the log.
 * @param callId the call that was answered, where the same answer may come again; it is obeyed once.
 */
export async function obeyReply(
  ctx: Context,
  roomId: string,
  { toBotState, senderID, data }: BotReply,
  callId?: string,
): Promise<void> {
  if (toBotState !== undefined && toBotState !== null)
    await heed(ctx, roomId, () => changeState(ctx, roomId, toBotState, onceOf(callId, "state")))
  if (data !== undefined && data !== null)
    await heed(ctx, roomId, () => postReply(ctx, roomId, senderID, data, onceOf(callId, "message")))
}

function onceOf(callId: string | undefined, part: string): Once | undefined {
  if (callId === undefined) return undefined
  const id = sha256(`webhook ${callId} ${part}`)
  return { id, fingerprint: id, replayed: () => {} }
}

async function heed(ctx: Context, roomId: string, obey: () => Promise<void>): Promise<void> {
  try {
    await obey()
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    ctx.log.warn({ room: roomId, reason: error.message }, "what a webhook replied was dropped")
  }
}

async function changeState(ctx: Context, roomId: string, state: unknown, once?: Once): Promise<void> {
  if (typeof state !== "string" || !Check(botState, { botState: state }))
    throw malformed("toBotState must be text of at most 1000 characters.")
  const changed = await ctx.db.write(async tx => {
    const change = async () => {
      const before = await lockRoom(tx, roomId)
      if (!before || before.botState === state) return
      const after = { ...before, botState: state }
      await updateRoom(tx, after, before)
      return describeRoomChange(tx, after)
    }
    return writeOnce(tx, once, ctx.clock(), change, () => "")
  }, roomId)
  if (changed?.value) ctx.publish(changed.value)
}

async function postReply(
  ctx: Context,
  roomId: string,
  senderID: unknown,
  data: unknown,
  once?: Once,
): Promise<void> {
  if (!Check(messageContent, data)) throw malformed("data is not a message.")
  const sender = await senderOf(ctx, roomId, senderID)
  const { _id, ...input }: MessageInput = data
  await sendAs(ctx, roomId, sender, input, { once, fromWebhook: true })
}

/** Who says it: whoever is named, or else the room's only robot. */
async function senderOf(ctx: Context, roomId: string, senderID: unknown): Promise<string> {
  if (senderID === undefined || senderID === null || senderID === "") {
    const [robot, another] = await listRobots(ctx.db, roomId)
    if (robot !== undefined && another === undefined) return robot
    throw malformed("senderID is missing, and the room has no robot, or several.")
  }
  const named = typeof senderID === "string" && !senderID.includes("\0")
  const client = named ? await findClient(ctx.db, senderID) : undefined
  if (client?.clientType === "user") return client.id
  throw new ChatError("USER_NOT_FOUND", "senderID names no user.")
}
