import { actingClient, type Caller } from "./caller.ts"
import { getClient } from "./clients.ts"
import type { Context } from "./context.ts"
import { enterRoom } from "./rights.ts"

/** Tells the other members that the caller types. Nothing is stored. @returns the typist's id. */
export async function startTyping(
  ctx: Context,
  caller: Caller,
  roomId: string,
  text: string,
): Promise<string> {
  const typist = await getClient(ctx, actingClient(caller))
  const { room } = await enterRoom(ctx, caller, roomId, "speak")
  ctx.publish({ type: "typing.started", roomId: room.id, typist, text })
  return typist.id
}
