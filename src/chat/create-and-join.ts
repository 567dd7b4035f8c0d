import { findRoom } from "../store/rooms.ts"
import type { RoomViews } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { type AddOptions, addMembers, joinRoom } from "./joining.ts"
import { closed } from "./rights.ts"
import { draftRoom, makeRoom, type RoomInput } from "./room-creation.ts"
import { getRoom } from "./rooms.ts"

/**
 * Creates a room with the acting user and others in it, or enters the group room that has this id already, of which no
 * field changes then (contract: rest-extended.md 1.4).
 */
export async function createAndJoin(
  ctx: Context,
  caller: Caller,
  input: RoomInput & AddOptions & { invitee?: string | string[] },
): Promise<RoomViews> {
  const clientId = actingClient(caller)
  const invitees = [...new Set([input.invitee ?? []].flat())].filter(id => id !== "" && id !== clientId)
  const { draft } = await draftRoom(ctx, caller, input, [clientId, ...invitees], clientId)
  const { systemMessage = false, invitationRequired = ctx.rules.invitationRequired } = input
  const asked = invitationRequired && draft.pair === null
  const added = asked ? [] : invitees
  const made = await makeRoom(ctx, {
    draft,
    memberIds: [clientId, ...added],
    welcomed: systemMessage ? added : [],
    invited: asked ? invitees : [],
    senderId: clientId,
    arrival:
      added.length > 0
        ? { event: "ADD_MEMBERS", memberIds: added }
        : { event: "JOIN_ROOM", memberIds: [clientId] },
    evasive: false,
  })
  if (made) return getRoom(ctx, caller, made.id)
  if ((await findRoom(ctx.db, draft.id))?.roomType === "direct")
    throw closed("This _id belongs to a direct room: choose another.")
  const joined = await joinRoom(ctx, caller, draft.id, { systemMessage })
  if (invitees.length === 0) return joined
  return addMembers(ctx, caller, draft.id, invitees, { systemMessage, invitationRequired })
}
