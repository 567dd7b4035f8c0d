import { findClient } from "../store/clients.ts"
import { findMember, updateMember } from "../store/members.ts"
import { lockRoom } from "../store/rooms.ts"
import type { RoomViews } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { jsonOf } from "./json.ts"
import { describeRoomChange } from "./retelling.ts"
import { enterRoom, noRoom } from "./rights.ts"
import { getRoom } from "./rooms.ts"
import { madeAdmin, storeSystemMessage } from "./system-messages.ts"

/** All properties of one member: they are part of every room object, of which each member gets a copy. */
const largestProperties = 2 * 1024

const serverOwn = ["client", "badge", "lastRead"]

/** Sets a member's role, or any other property of theirs (contract: openapi.yaml updateMemberProperty). */
export async function setMemberProperty(
  ctx: Context,
  caller: Caller,
  roomId: string,
  clientId: string,
  { property, value }: { property: string; value: unknown },
): Promise<RoomViews> {
  const actorId = actingClient(caller)
  const isRole = property === "role"
  if (isRole && value !== "admin" && value !== "member")
    throw new ChatError("INVALID_ROLE", "role must be admin or member.")
  if (serverOwn.includes(property))
    throw new ChatError("INVALID_PARAMETER", `${property} is kept by the server and cannot be set.`)
  jsonOf(value, "value", largestProperties)
  const { room } = await enterRoom(ctx, caller, roomId, isRole ? "appoint" : "note")
  const changed = await ctx.db.write(async tx => {
    const current = await lockRoom(tx, room.id)
    if (!current) return noRoom()
    const member = await findMember(tx, room.id, clientId)
    if (!member || (await findClient(tx, clientId))?.clientType === "group")
      return new ChatError("MEMBER_NOT_FOUND", `${clientId} is not in this room.`)
    const role = isRole ? (value as string) : member.role
    const properties = isRole ? member.properties : { ...member.properties, [property]: value }
    if (Buffer.byteLength(JSON.stringify(properties)) > largestProperties)
      return new ChatError("PAYLOAD_TOO_LARGE", "The properties of one member must not exceed 2 KiB.")
    if (isRole && role === member.role) return
    await updateMember(tx, { roomId: room.id, clientId, role, properties })
    const change = await describeRoomChange(tx, current)
    const promoted = isRole && role === "admin"
    if (!promoted) return change
    return {
      ...change,
      messages: [await storeSystemMessage(ctx, tx, room.id, actorId, madeAdmin(clientId))],
    }
  }, room.id)
  if (changed instanceof ChatError) throw changed
  if (changed) ctx.publish(changed)
  return getRoom(ctx, caller, room.id)
}
