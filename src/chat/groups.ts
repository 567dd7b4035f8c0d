import { newId } from "../lib/ids.ts"
import {
  type ClientRow,
  changeClient,
  countClients,
  findClient,
  listClients,
  lockClients,
  pageClients,
  putClient,
} from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { replacePeople } from "../store/groups.ts"
import { syncGroupRooms } from "../store/joining.ts"
import { findRoom } from "../store/rooms.ts"
import { clientsLane } from "./client-changes.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import type { RoomChange } from "./events.ts"
import { checkId } from "./ids.ts"
import { describeRoomChange } from "./retelling.ts"

export interface GroupInput {
  _id?: string
  nickname?: string
  avatarUrl?: string
  members?: string[]
}

/**
 * Creates a group or changes what is given of it; `members` replaces its people, and the rooms it is in follow
 * (contract: openapi.yaml upsertGroup).
 */
export async function saveGroup(ctx: Context, input: GroupInput): Promise<ClientRow> {
  const { nickname, avatarUrl } = input
  const id = input._id ? checkId(input._id, "_id") : newId(ctx.clock())
  const people = input.members && (await checkPeople(ctx, input.members))
  const saved = await ctx.db.write(async tx => {
    const before = (await lockClients(tx, [id])).get(id)
    if (before?.clientType === "user")
      return new ChatError("INVALID_PARAMETER", `${id} is a user: choose another _id for the group.`)
    if (!before && !nickname) return new ChatError("MISSING_PARAMETER", "nickname is missing.")
    await putClient(tx, changeClient(before, { id, clientType: "group", nickname, avatarUrl }, ctx.clock()))
    if (people) await replacePeople(tx, id, people)
    const changes = people ? await followPeople(ctx, tx, id) : []
    return { group: (await findClient(tx, id)) as ClientRow, changes }
  }, clientsLane)
  if (saved instanceof ChatError) throw saved
  for (const change of saved.changes) ctx.publish(change)
  return saved.group
}

async function checkPeople(ctx: Context, members: readonly string[]): Promise<string[]> {
  const ids = [...new Set(members)].map(id => checkId(id, "members"))
  const known = await listClients(ctx.db, ids)
  for (const id of ids) {
    const type = known.get(id)?.clientType
    if (!type) throw new ChatError("INVALID_PARAMETER", `members: there is no user ${id}.`)
    if (type === "group") throw new ChatError("INVALID_PARAMETER", `members: ${id} is a group itself.`)
  }
  return ids
}

/** Brings the rooms of a group into step with its people. @returns what is to be told of them. */
async function followPeople(ctx: Context, tx: Statements, groupId: string): Promise<RoomChange[]> {
  const changes: RoomChange[] = []
  for (const { roomId, added, removed } of await syncGroupRooms(tx, groupId, ctx.clock())) {
    const room = await findRoom(tx, roomId)
    if (room) changes.push(await describeRoomChange(tx, room, { added, removed }))
  }
  return changes
}

/** A page of all groups, by id. */
export async function listGroups(
  ctx: Context,
  page: { skip: number; limit: number },
): Promise<{ totalCount: number; groups: ClientRow[] }> {
  const query = { clientType: "group" } as const
  const groups = await pageClients(ctx.db, query, page)
  return { totalCount: await countClients(ctx.db, query), groups }
}
