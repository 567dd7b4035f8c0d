import { getMe } from "../../chat/clients.ts"
import { subscribeDevice, unsubscribeDevice } from "../../chat/devices.ts"
import { ChatError } from "../../chat/error.ts"
import { getBadge } from "../../chat/reads.ts"
import { presentClient } from "../../present/client.ts"
import { badge, subscription, subscriptionRemoval } from "../../wire/bodies/me.ts"
import type { Api } from "./api.ts"

export function meRoutes({ route, ctx, appID }: Api): void {
  route("GET", "/me", "anyone", { summary: "Profile of the calling user" }, async ({ caller }) =>
    presentClient(await getMe(ctx, caller), appID),
  )

  route(
    "GET",
    "/me/badge",
    "anyone",
    { summary: "Total unread count of the calling user", query: badge },
    async ({ caller, query }) => {
      const named = caller.kind === "platform" && caller.clientId === null && query.clientId
      return {
        badge: await getBadge(ctx, named ? { ...caller, clientId: named } : caller, tagsOf(query.roomTags)),
      }
    },
  )

  route(
    "POST",
    "/me/subscribe",
    "anyone",
    { summary: "Register a device for push", body: subscription },
    async ({ caller, body }) => {
      await subscribeDevice(ctx, caller, body)
      return {}
    },
  )

  route(
    "POST",
    "/me/unsubscribe",
    "anyone",
    { summary: "Remove a device registration", body: subscriptionRemoval },
    async ({ caller, body }) => ({
      n: await unsubscribeDevice(ctx, caller, body),
      ok: 1,
    }),
  )
}

function tagsOf(given: string | string[] | undefined): string[] {
  const tags = [given ?? []].flat()
  if (tags.includes("")) throw new ChatError("INVALID_ROOM_TAGS", "roomTags must not be empty text.")
  return tags
}
