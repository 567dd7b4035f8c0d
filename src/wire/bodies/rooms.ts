import { Type } from "typebox"
import { id, limit, oneOrMany, open, skip, text } from "./parts.ts"

/** Rooms: bodies and queries (contract: openapi.yaml, components). */

export const roomCreate = Type.Object(
  {
    _id: Type.Optional(id),
    name: Type.Optional(text(1000)),
    cover: Type.Optional(text(4000)),
    description: Type.Optional(text(20_000)),
    roomType: Type.Optional(Type.Unknown()),
    members: Type.Optional(Type.Array(id, { maxItems: 100_000 })),
    roomTags: Type.Optional(Type.Array(text(256), { maxItems: 1000 })),
    webhook: Type.Optional(Type.Union([text(4000), Type.Null()])),
    botMode: Type.Optional(Type.Boolean()),
    extParams: Type.Optional(text(20_000)),
    encrypted: Type.Optional(Type.Boolean()),
    systemMessage: Type.Optional(Type.Boolean()),
    owner: Type.Optional(id),
  },
  open,
)

export const lastRead = Type.Union([
  Type.Null(),
  Type.Object({ message: Type.Optional(Type.Union([Type.Null(), text(256)])) }, open),
])

export const roomList = Type.Object({
  sort: oneOrMany,
  skip,
  limit,
  updatedAfter: Type.Optional(text(10_000)),
  sortUnreadFirst: Type.Optional(text(10_000)),
  pref: Type.Optional(text(10_000)),
  q: Type.Optional(text(10_000)),
})
