import { countByTags, getBadgesOfTokens, type TaggedBadges } from "../../chat/badges.ts"
import { badgesByTags, badgesOfTokens } from "../../wire/bodies/badges.ts"
import { badges, tokenBadges } from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { bodyInstant } from "./instants.ts"

export function badgeRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/badges",
    "app",
    { summary: "Total unread counts of several tokens", body: badgesOfTokens, result: tokenBadges },
    async ({ body }) => {
      const tokens = body.tokens.filter((token: unknown) => typeof token === "string")
      const counted = await getBadgesOfTokens(ctx, tokens)
      return {
        totalBadge: counted.reduce((sum, { badge }) => sum + badge, 0),
        data: counted.map(({ clientId, badge }) => ({ client: clientId, badge })),
      }
    },
  )

  route(
    "POST",
    "/badges/byRoomTags",
    "anyone",
    { summary: "Unread counts per room tag", body: badgesByTags, flawed: "INVALID_TAGS", result: badges },
    async ({ caller, body }) => shown(await countByTags(ctx, caller, body?.tags ?? [])),
  )

  route(
    "POST",
    "/badges/byRoomTagsAndTime",
    "anyone",
    {
      summary: "Unread counts per room tag up to a time",
      body: badgesByTags,
      flawed: "INVALID_TAGS",
      result: badges,
    },
    async ({ caller, body }) =>
      shown(await countByTags(ctx, caller, body?.tags ?? [], bodyInstant(body?.beforeTime, "beforeTime"))),
  )
}

const shown = ({ total, byTag }: TaggedBadges) => ({ totalBadge: total, data: Object.fromEntries(byTag) })
