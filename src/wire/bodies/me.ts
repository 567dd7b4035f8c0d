import { Type } from "typebox"
import { id, oneOrMany, open, text } from "./parts.ts"

/** The caller's own things: bodies and queries (contract: openapi.yaml, components). */

export const subscription = Type.Object(
  {
    type: Type.String(),
    // A browser subscription may come as an object (contract: push.md 8).
    token: Type.Union([text(10_000), Type.Object({}, open)]),
    deviceId: Type.Optional(text(256)),
    clientId: Type.Optional(id),
  },
  open,
)

export const subscriptionRemoval = Type.Object(
  {
    type: Type.String(),
    deviceId: Type.Optional(text(256)),
    token: Type.Optional(Type.Unknown()),
    clientId: Type.Optional(id),
  },
  open,
)

export const badge = Type.Object({ roomTags: oneOrMany, clientId: Type.Optional(id) })

export const myPrefRead = Type.Object({ key: Type.Optional(text(1024)) })

/** Any JSON value. */
export const myPref = Type.Unknown({ description: "Any JSON value." })

export const changesQuery = Type.Object({
  since: Type.Optional(text(4096)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
