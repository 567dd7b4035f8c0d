import { getSettings, type OwnSettings, saveSettings, unsetSetting } from "../../chat/settings.ts"
import { settings } from "../../wire/bodies/settings.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** @param own what the server itself tells beside the settings, which nobody writes. */
export function settingRoutes({ route, ctx }: Api, own: OwnSettings): void {
  const denied = "INSUFFICIENT_PERMISSIONS"

  route(
    "GET",
    "/config",
    "anyone",
    { summary: "Read all run-time settings", result: settings },
    async () => ({
      ...(await getSettings(ctx)),
      ...own,
    }),
  )

  route(
    "POST",
    "/config",
    "platform",
    {
      summary: "Write run-time settings; those that are not given stay",
      body: settings,
      result: settings,
      flawed: {
        missing: "INVALID_CONFIG_FORMAT",
        flawed: "INVALID_CONFIG_FORMAT",
        formless: "INVALID_BODY",
      },
      denied,
    },
    async ({ body }) => ({ ...(await saveSettings(ctx, body)), ...own }),
  )

  route(
    "DELETE",
    "/config/:key",
    "platform",
    { summary: "Delete one run-time setting", result: model.empty, denied },
    async ({ params }) => {
      await unsetSetting(ctx, params.key ?? "")
      return {}
    },
  )
}
