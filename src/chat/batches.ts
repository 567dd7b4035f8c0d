import { newId, sha256 } from "../lib/ids.ts"
import type { ClientRow } from "../store/clients.ts"
import type { MessageContent } from "../store/messages.ts"
import { answerSent, writeOnce } from "../store/sent-keys.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { type Once, sentBefore, sentMeanwhile } from "./once.ts"
import { createRoom } from "./rooms.ts"
import { postMessage } from "./store-message.ts"

/** A mass sending in which everything was checked that can be wrong. */
export interface Batch {
  sender: ClientRow
  messageType: string
  push: boolean
  letters: Letter[]
}

interface Letter {
  target: Target
  content: MessageContent
}

/** A room, or a user whose direct room with the sender is meant. */
export type Target = { roomId: string } | { receiverId: string }

/** What a mass sending came to. All its messages carry the id. */
export interface BatchSent {
  batchId: string
  count: number
}

/** What came of a mass sending that was made before; undefined too where it was begun and not finished. */
export async function batchSentBefore(ctx: Context, once: Once): Promise<BatchSent | undefined> {
  const answer = await sentBefore(ctx, once)
  const sent: Partial<BatchSent> = answer === undefined ? {} : JSON.parse(answer)
  return sent.count === undefined ? undefined : (sent as BatchSent)
}

/** Sends what was checked; all is stored when it resolves. What was begun before is finished: each letter goes out once. */
export async function sendBatch(
  ctx: Context,
  caller: Caller,
  { sender, messageType, push, letters }: Batch,
  once?: Once,
): Promise<BatchSent> {
  const batchId = once ? await beginBatch(ctx, once) : newId(ctx.clock())
  const roomIds = await openRooms(ctx, caller, sender, letters)
  const posted = await Promise.all(
    letters.map(({ content }, i) => {
      const draft = { roomId: roomIds[i] ?? "", senderId: sender.id, messageType, content, batchId }
      const letterOnce = once && { ...once, id: sha256(`${once.id} ${i}`) }
      return postMessage(ctx, draft, { push, sender, once: letterOnce })
    }),
  )
  const sent = { batchId, count: posted.filter(one => !("taken" in one)).length }
  if (once) await ctx.db.write(tx => answerSent(tx, once.id, JSON.stringify(sent)), once.id)
  return sent
}

/** @returns the id of the mass sending, which it keeps. */
async function beginBatch(ctx: Context, once: Once): Promise<string> {
  const begun = JSON.stringify({ batchId: newId(ctx.clock()) })
  const keep = async () => begun
  const first = await ctx.db.write(tx => writeOnce(tx, once, ctx.clock(), keep, String), once.id)
  return JSON.parse(first?.value ?? (await sentMeanwhile(ctx, once))).batchId
}

/** The rooms that the letters go to; direct rooms are made where there are none. */
function openRooms(
  ctx: Context,
  caller: Caller,
  sender: ClientRow,
  letters: readonly Letter[],
): Promise<string[]> {
  const opened = new Map<string, Promise<string>>()
  const open = async (receiverId: string) =>
    (await createRoom(ctx, caller, { roomType: "direct", members: [sender.id, receiverId] })).room.id
  return Promise.all(
    letters.map(({ target }) => {
      if ("roomId" in target) return target.roomId
      const roomId = opened.get(target.receiverId) ?? open(target.receiverId)
      opened.set(target.receiverId, roomId)
      return roomId
    }),
  )
}
