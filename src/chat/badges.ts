import { listTaggedUnread, sumUnread } from "../store/badges.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { callerOfToken } from "./tokens.ts"

/** The acting user's total over all rooms that carry every given tag. */
export async function getBadge(ctx: Context, caller: Caller, roomTags: string[]): Promise<number> {
  const clientId = actingClient(caller)
  if (!ctx.readTracking) return 0
  if (roomTags.length === 0) return sumUnread(ctx.db, clientId)
  const rooms = await listTaggedUnread(ctx.db, clientId)
  const asked = new Set(roomTags)
  return rooms
    .filter(room => asked.isSubsetOf(new Set(room.roomTags)))
    .reduce((sum, { unread }) => sum + unread, 0)
}

/** The totals of the users of several tokens, each user once; tokens that are not good are left out. */
export async function getBadgesOfTokens(
  ctx: Context,
  tokens: readonly string[],
): Promise<{ clientId: string; badge: number }[]> {
  const users = await Promise.all(tokens.map(token => userOf(ctx, token)))
  const ids = [...new Set(users.filter(id => id !== undefined))]
  return Promise.all(
    ids.map(async clientId => ({
      clientId,
      badge: ctx.readTracking ? await sumUnread(ctx.db, clientId) : 0,
    })),
  )
}

const userOf = (ctx: Context, token: string): Promise<string | undefined> =>
  callerOfToken(ctx, token).then(
    caller => caller.clientId,
    error => {
      if (!(error instanceof ChatError) || error.code !== "INVALID_TOKEN") throw error
      return undefined
    },
  )

export interface TaggedBadges {
  /** Over all rooms that carry any of the tags, each room once. */
  total: number
  byTag: Map<string, number>
}

/**
 * The acting user's unread messages by room tag.
 * @param tags those asked for; none is all that the user's rooms carry.
 * @param before counts only messages sent before this instant, ms since the epoch.
 */
export async function countByTags(
  ctx: Context,
  caller: Caller,
  tags: readonly string[],
  before?: number,
): Promise<TaggedBadges> {
  const rooms = await listTaggedUnread(ctx.db, actingClient(caller), before)
  const asked = new Set(tags.length > 0 ? tags : rooms.flatMap(room => room.roomTags))
  const byTag = new Map([...asked].map(tag => [tag, 0]))
  let total = 0
  for (const room of ctx.readTracking ? rooms : []) {
    const carried = room.roomTags.filter(tag => asked.has(tag))
    for (const tag of carried) byTag.set(tag, (byTag.get(tag) ?? 0) + room.unread)
    if (carried.length > 0) total += room.unread
  }
  return { total, byTag }
}
