import { getSettings } from "../../chat/settings.ts"
import type { Api } from "./api.ts"

export function settingRoutes({ route, ctx }: Api): void {
  route("GET", "/config", "anyone", { summary: "Read all run-time settings" }, async () => getSettings(ctx))
}
