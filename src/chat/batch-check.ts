import { pairOf } from "../lib/ids.ts"
import { type ClientRow, listClients } from "../store/clients.ts"
import type { MessageContent } from "../store/messages.ts"
import { findRoomByPair, listRooms } from "../store/rooms.ts"
import type { Batch, Target } from "./batches.ts"
import type { Caller } from "./caller.ts"
import { censored, censorshipOf } from "./censorship.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { contentOf, type MessageInput } from "./message-content.ts"
import { senderOf } from "./messages.ts"
import { fill, fillJson, valuesOf } from "./placeholders.ts"
import { enterRoom, noRoom } from "./rights.ts"

/** One message for many, each with values of their own for its placeholders. */
export interface BatchInput extends MessageInput {
  messageType: string
  paras: BatchEntry[]
}

interface BatchEntry {
  room?: string | null
  receiver?: string | null
  [placeholder: string]: unknown
}

const mostEntries = 1000

/** All messages of a batch together, in characters. */
const largestBatch = 16 * 1024 * 1024

/**
 * Checks a whole mass sending; nothing is written (contract: openapi.yaml batchSendMessages). Users send as themselves,
 * and only into rooms where they may speak.
 */
export async function checkBatch(ctx: Context, caller: Caller, input: BatchInput): Promise<Batch> {
  const { paras, sender: named, push, reply: _, ...content } = input
  if (paras.length > mostEntries) throw tooLarge(`A batch has at most ${mostEntries} entries: send several.`)
  const targets = paras.map(targetOf)
  const receiverIds = [
    ...new Set(targets.flatMap(target => ("receiverId" in target ? target.receiverId : []))),
  ]
  const roomIds = [...new Set(targets.flatMap(target => ("roomId" in target ? target.roomId : [])))]
  if (receiverIds.length > 0 && caller.kind === "platform" && !named && caller.clientId === null)
    throw missing("sender is missing: with a receiver it must be said whose direct room is meant.")
  const contents = await contentsOf(ctx, caller, input.messageType, content, paras)
  const sender = await senderOf(ctx, caller, { sender: named })
  await checkReceivers(ctx, caller, sender, receiverIds)
  await checkRooms(ctx, caller, roomIds)
  const letters = targets.map((target, i) => ({ target, content: contents[i] ?? {} }))
  return { sender, messageType: input.messageType, push: push === true, letters }
}

const missing = (sentence: string) => new ChatError("MISSING_PARAMETER", sentence)
const tooLarge = (sentence: string) => new ChatError("PAYLOAD_TOO_LARGE", sentence)

function targetOf({ room, receiver }: BatchEntry, i: number): Target {
  if (room) return { roomId: room }
  if (receiver) return { receiverId: receiver }
  throw missing(`paras.${i} needs a room or a receiver.`)
}

async function contentsOf(
  ctx: Context,
  caller: Caller,
  messageType: string,
  input: MessageInput,
  paras: readonly BatchEntry[],
): Promise<MessageContent[]> {
  const template = contentOf(messageType, input, caller.kind === "user")
  const censorship = await censorshipOf(ctx)
  let size = JSON.stringify(template).length * paras.length
  const grow = (characters: number) => {
    size += characters
    if (size > largestBatch)
      throw tooLarge("The messages of this batch are too large together: send several.")
  }
  grow(0)
  return paras.map(entry => {
    const values = valuesOf(entry)
    const message = fill(template.message, values, grow)
    const extra = "extra" in template ? { extra: fillJson(template.extra, values, grow) } : {}
    return censored(messageType, { ...template, message, ...extra }, censorship)
  })
}

async function checkReceivers(
  ctx: Context,
  caller: Caller,
  sender: ClientRow,
  receiverIds: readonly string[],
): Promise<void> {
  const receivers = await listClients(ctx.db, receiverIds)
  for (const id of receiverIds) {
    if (receivers.get(id)?.clientType !== "user")
      throw new ChatError("USER_NOT_FOUND", `There is no user ${JSON.stringify(id)} to send to.`)
    if (id === sender.id)
      throw new ChatError(
        "INVALID_PARAMETER",
        "Nobody has a direct room with themselves: leave the sender out.",
      )
    const room = caller.kind === "platform" ? undefined : await findRoomByPair(ctx.db, pairOf(sender.id, id))
    if (room) await enterRoom(ctx, caller, room.id, "speak")
  }
}

async function checkRooms(ctx: Context, caller: Caller, roomIds: readonly string[]): Promise<void> {
  if (caller.kind === "platform") {
    const rooms = await listRooms(ctx.db, roomIds)
    if (roomIds.some(id => !rooms.has(id))) throw noRoom()
    return
  }
  for (const id of roomIds) await enterRoom(ctx, caller, id, "speak")
}
