import { getSettings, type OwnSettings, saveSettings, unsetSetting } from "../../../chat/settings.ts"
import type { Config } from "../../../config/config.ts"
import { settings } from "../../../wire/bodies/settings.ts"
import type { Dashboard } from "./api.ts"

/** What the server was started with, and what may be changed while it runs. */
export function settingRoutes(
  { ctx, read, change }: Dashboard,
  { shown }: Pick<Config, "shown">,
  own: OwnSettings,
): void {
  read("/settings", {}, async () => shown)

  read("/run-settings", {}, async () => ({ ...(await getSettings(ctx)), ...own }))

  change(
    "PUT",
    "/run-settings",
    { act: "setting.save", body: settings, target: ({ body }) => Object.keys(body).join(" ") },
    async ({ body }) => ({ ...(await saveSettings(ctx, body)), ...own }),
  )

  change("DELETE", "/run-settings/:name", { act: "setting.remove" }, async ({ params }) => {
    await unsetSetting(ctx, params.name ?? "")
    return {}
  })
}
