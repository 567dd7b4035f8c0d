import { newId } from "../lib/ids.ts"
import type { ClientRow } from "../store/clients.ts"
import type { MessageContent } from "../store/messages.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
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

/** Sends what was checked; all is stored when it resolves, and all messages carry the id. */
export async function sendBatch(
  ctx: Context,
  caller: Caller,
  { sender, messageType, push, letters }: Batch,
): Promise<{ batchId: string; count: number }> {
  const batchId = newId(ctx.clock())
  const roomIds = await openRooms(ctx, caller, sender, letters)
  const posted = await Promise.all(
    letters.map(({ content }, i) => {
      const draft = { roomId: roomIds[i] ?? "", senderId: sender.id, messageType, content, batchId }
      return postMessage(ctx, draft, push, sender)
    }),
  )
  return { batchId, count: posted.filter(one => "view" in one).length }
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
