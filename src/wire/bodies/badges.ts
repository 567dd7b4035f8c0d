import { Type } from "typebox"
import { open, text } from "./parts.ts"

/** Counts of what is unread: bodies (contract: openapi.yaml, components). */

export const badgesOfTokens = Type.Object(
  { tokens: Type.Array(Type.Unknown(), { maxItems: 20, description: "Bad ones are left out." }) },
  open,
)

const tags = Type.Optional(
  Type.Array(text(256), { maxItems: 1000, description: "Absent or empty: all tags of the caller's rooms." }),
)

export const badgesByTags = Type.Union([
  Type.Null(),
  Type.Object(
    { tags, beforeTime: Type.Optional(Type.Unknown({ description: "ISO 8601 or milliseconds." })) },
    open,
  ),
])
