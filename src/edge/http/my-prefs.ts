import { ChatError } from "../../chat/error.ts"
import { getMyPref, getMyPrefs, setMyPref, unsetMyPref } from "../../chat/my-prefs.ts"
import { myPref, myPrefRead } from "../../wire/bodies/me.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

export function myPrefRoutes({ route, ctx }: Api): void {
  route(
    "GET",
    "/me/pref",
    "anyone",
    {
      summary: "Personal preferences as a list, or one of them",
      query: myPrefRead,
      result: model.userPrefs,
    },
    async ({ caller, query }) =>
      query.key === undefined ? getMyPrefs(ctx, caller) : getMyPref(ctx, caller, query.key),
  )

  route(
    "GET",
    "/me/prefs",
    "anyone",
    { summary: "Personal preferences as a map", result: model.anything },
    async ({ caller }) =>
      Object.fromEntries((await getMyPrefs(ctx, caller)).map(({ key, data }) => [key, data])),
  )

  route(
    "POST",
    "/me/pref/:key",
    "anyone",
    { summary: "Store a personal preference", body: myPref, result: model.userPref },
    async ({ caller, params, request }) => {
      // null is a value, too; no body is none.
      if (request.body === undefined) throw new ChatError("INVALID_BODY", "Send the value as JSON.")
      return setMyPref(ctx, caller, params.key ?? "", request.body)
    },
  )

  route(
    "DELETE",
    "/me/pref/:key",
    "anyone",
    { summary: "Delete a personal preference", result: model.empty },
    async ({ caller, params }) => {
      await unsetMyPref(ctx, caller, params.key ?? "")
      return {}
    },
  )
}
