import { Type } from "typebox"
import { id, limit, open, skip, text } from "./parts.ts"

/** Users, groups and their tokens: bodies and queries (contract: openapi.yaml, components). */

const profile = {
  nickname: Type.Optional(text(1000)),
  avatarUrl: Type.Optional(text(4000)),
  description: Type.Optional(text(20_000)),
}

const client = { _id: id, ...profile, isRobot: Type.Optional(Type.Boolean()) }

export const clientUpsert = Type.Object(
  {
    ...client,
    issueAccessToken: Type.Optional(Type.Boolean()),
    token: Type.Optional(Type.Unknown()),
    expirationDate: Type.Optional(Type.Unknown()),
  },
  open,
)

export const clientBatch = Type.Object({ data: Type.Array(Type.Object(client, open)) }, open)

export const clientList = Type.Object({
  q: Type.Optional(text(10_000)),
  skip,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
})

export const meUpdate = Type.Object(profile, open)

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

export const sign = Type.Object(
  { id, nickname: Type.Optional(text(1000)), avatarUrl: Type.Optional(text(4000)) },
  open,
)

export const tokenText = Type.Object({ size: Type.Optional(Type.Integer({ minimum: 8, maximum: 256 })) })

export const group = Type.Object(
  {
    _id: Type.Optional(id),
    nickname: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, pattern: "^[^\\u0000]*$" })),
    avatarUrl: Type.Optional(text(4000)),
    members: Type.Optional(Type.Array(id, { maxItems: 10_000 })),
  },
  open,
)

export const groupList = Type.Object({ skip, limit })
