import { Type } from "typebox"
import { id, open, text } from "./parts.ts"

/** Users and their tokens: bodies and queries (contract: openapi.yaml, components). */

export const clientUpsert = Type.Object(
  {
    _id: id,
    nickname: Type.Optional(text(1000)),
    avatarUrl: Type.Optional(text(4000)),
    description: Type.Optional(text(20_000)),
    isRobot: Type.Optional(Type.Boolean()),
    issueAccessToken: Type.Optional(Type.Boolean()),
    token: Type.Optional(Type.Unknown()),
    expirationDate: Type.Optional(Type.Unknown()),
  },
  open,
)

export const tokenUpdate = Type.Object(
  { token: Type.Unknown(), expirationDate: Type.Optional(Type.Unknown()) },
  open,
)

export const tokenRevoke = Type.Union([
  Type.Null(),
  Type.Object({ token: Type.Optional(Type.Union([text(8192), Type.Null()])) }, open),
])

/** Some proxies drop the body of a DELETE, so the token may be named in the query. */
export const tokenNamed = Type.Object({ token: Type.Optional(text(8192)) })
