import { Type } from "typebox"
import { limit, skip } from "./parts.ts"

/** Webhooks: queries of operations that are additions of ours. */

export const deadWebhookList = Type.Object({ skip, limit })
