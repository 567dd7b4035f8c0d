import { directRoomId, newId, pairOf } from "../lib/ids.ts"
import { type ClientRow, listClients } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { insertMembers } from "../store/joining.ts"
import { findRoom, findRoomByPair, insertRoom, type RoomRow } from "../store/rooms.ts"
import { viewRooms } from "../store/views.ts"
import type { MemberEvent } from "../store/webhook-queue.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId, checkRoomId } from "./ids.ts"
import { invite } from "./invitations.ts"
import { added, storeSystemMessage } from "./system-messages.ts"
import { checkWebhook } from "./webhook.ts"
import { tellWebhookMembers } from "./webhook-events.ts"

/** What a caller says of a new room. */
export interface RoomInput {
  _id?: string
  name?: string
  cover?: string
  description?: string
  roomType?: unknown
  roomTags?: string[]
  webhook?: string | null
  botMode?: boolean
  extParams?: string
  encrypted?: boolean
}

/** A room that is to be made, and with whom. */
export interface RoomPlan {
  draft: RoomRow
  memberIds: readonly string[]
  /** Those whom a system message names. */
  welcomed: readonly string[]
  invited: readonly string[]
  /** Who does all this. */
  senderId: string
  /** Of whom the room's webhook is told, and how. */
  arrival: Pick<MemberEvent, "event" | "memberIds">
  /** Takes another id where a direct room holds the one that was asked for. */
  evasive: boolean
}

/**
 * Makes a room, or finds the direct room that the pair has already (contract: openapi.yaml createRoom).
 * @returns undefined when the id is taken.
 */
export async function makeRoom(ctx: Context, plan: RoomPlan): Promise<RoomRow | undefined> {
  const { draft, memberIds, welcomed, invited, senderId } = plan
  const made = await ctx.db.write(async tx => {
    const existing = draft.pair === null ? undefined : await findRoomByPair(tx, draft.pair)
    if (existing) return { room: existing }
    const id = await freeId(ctx, tx, plan)
    if (id === undefined) return {}
    const room = { ...draft, id }
    if (!(await insertRoom(tx, room))) throw new Error("the room's id was taken while it was made")
    await insertMembers(tx, id, memberIds, 0, ctx.clock())
    await tellWebhookMembers(ctx, tx, room, { ...plan.arrival, clientId: senderId })
    const views = await viewRooms(tx, [room], null)
    const welcome =
      welcomed.length === 0 ? undefined : await storeSystemMessage(ctx, tx, id, senderId, added(welcomed))
    return { room, views, welcome, invitations: await invite(tx, id, senderId, invited, ctx.clock()) }
  }, draft.pair ?? draft.id)
  // The room before its first message: clients would count that message twice (contract: client-compat.md 4.3).
  if (made.views) ctx.publish({ type: "room.created", room: made.views })
  if (made.welcome) ctx.publish({ type: "message.created", view: made.welcome })
  if (made.invitations?.length) ctx.publish({ type: "invitation.made", invitations: made.invitations })
  return made.room
}

async function freeId(ctx: Context, tx: Statements, plan: RoomPlan): Promise<string | undefined> {
  const { draft, evasive } = plan
  const holder = await findRoom(tx, draft.id)
  if (!holder) return draft.id
  return draft.pair !== null || (evasive && holder.roomType === "direct") ? newId(ctx.clock()) : undefined
}

/** Checks what is said of a new room. @param people everybody it names, who must exist. */
export async function draftRoom(
  ctx: Context,
  caller: Caller,
  input: RoomInput,
  memberIds: readonly string[],
  ownerId: string | null,
): Promise<{ draft: RoomRow; people: ReadonlyMap<string, ClientRow> }> {
  const direct = isDirect(input.roomType)
  if (direct && memberIds.length !== 2)
    throw new ChatError("INVALID_PARAMETER", "A direct room needs exactly two different members.")
  if (input.webhook) checkWebhook(ctx, caller, input.webhook)
  const people = await checkPeople(ctx, ownerId === null ? memberIds : [...memberIds, ownerId])
  const now = ctx.clock()
  const pair = direct ? pairOf(memberIds[0] ?? "", memberIds[1] ?? "") : null
  const draft: RoomRow = {
    id: input._id ? checkRoomId(input._id) : pair === null ? newId(now) : directRoomId(pair),
    roomType: direct ? "direct" : "group",
    pair,
    name: input.name ?? "",
    cover: input.cover ?? "",
    description: input.description ?? "",
    ownerId: direct ? null : ownerId,
    managers: [],
    roomTags: [...new Set(input.roomTags)],
    webhook: input.webhook || null,
    botMode: input.botMode ?? null,
    botState: "",
    extParams: input.extParams ?? "",
    encrypted: input.encrypted ?? false,
    status: 1,
    opening: 1,
    lastSeq: 0,
    lastMessageAt: 0,
    createdAt: now,
    emptiedSeq: 0,
  }
  return { draft, people }
}

/** Older clients send empty text for what they do not set. */
function isDirect(roomType: unknown): boolean {
  if (roomType === "direct") return true
  if (roomType === undefined || roomType === null || roomType === "" || roomType === "group") return false
  throw new ChatError("INVALID_ROOM_TYPE", "roomType must be direct or group.")
}

/** @throws ChatError CLIENT_NOT_FOUND */
export async function checkPeople(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ClientRow>> {
  for (const id of ids) checkId(id, "A user id")
  const people = await listClients(ctx.db, ids)
  const unknown = ids.find(id => !people.has(id))
  if (unknown === undefined) return people
  throw new ChatError("CLIENT_NOT_FOUND", `There is no user ${unknown}: create it first.`)
}
