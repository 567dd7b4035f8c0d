import { getBadge } from "../../chat/badges.ts"
import { saveMe } from "../../chat/client-changes.ts"
import { getMe, switchPushes } from "../../chat/clients.ts"
import { subscribeDevice, unsubscribeDevice } from "../../chat/devices.ts"
import { ChatError } from "../../chat/error.ts"
import { presentClient } from "../../present/client.ts"
import { meUpdate } from "../../wire/bodies/clients.ts"
import { badge, subscription, subscriptionRemoval } from "../../wire/bodies/me.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { readProfile } from "./client-input.ts"

export function meRoutes({ route, ctx, appID }: Api): void {
  const profile = { result: model.client }

  route("GET", "/me", "anyone", { summary: "Profile of the calling user", ...profile }, async ({ caller }) =>
    presentClient(await getMe(ctx, caller), appID),
  )

  route(
    "POST",
    "/me",
    "anyone",
    { summary: "Update the calling user's profile", body: meUpdate, ...profile },
    async ({ caller, body }) => {
      const { isRobot: _, ...changes } = readProfile(body)
      return presentClient(await saveMe(ctx, caller, changes), appID)
    },
  )

  route(
    "POST",
    "/me/notification/enable",
    "anyone",
    { summary: "Switch pushes to the caller on", ...profile },
    async ({ caller }) => presentClient(await switchPushes(ctx, caller, true), appID),
  )

  route(
    "POST",
    "/me/notification/disable",
    "anyone",
    { summary: "Switch pushes to the caller off", ...profile },
    async ({ caller }) => presentClient(await switchPushes(ctx, caller, false), appID),
  )

  route(
    "GET",
    "/me/badge",
    "anyone",
    { summary: "Total unread count of the calling user", query: badge, result: model.badge },
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
    { summary: "Register a device for push", body: subscription, result: model.empty },
    async ({ caller, body }) => {
      await subscribeDevice(ctx, caller, body)
      return {}
    },
  )

  route(
    "POST",
    "/me/unsubscribe",
    "anyone",
    { summary: "Remove a device registration", body: subscriptionRemoval, result: model.writeResult },
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
