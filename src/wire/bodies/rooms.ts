import { type TSchema, Type } from "typebox"
import { id, limit, oneOrMany, open, skip, text } from "./parts.ts"

/** Rooms: bodies and queries (contract: openapi.yaml, components). */

const tags = Type.Array(text(256), { maxItems: 1000 })
const webhook = Type.Union([text(4000), Type.Null()])

const roomFields = {
  _id: Type.Optional(id),
  name: Type.Optional(text(1000)),
  cover: Type.Optional(text(4000)),
  description: Type.Optional(text(20_000)),
  roomType: Type.Optional(Type.Unknown()),
  roomTags: Type.Optional(tags),
  webhook: Type.Optional(webhook),
  botMode: Type.Optional(Type.Boolean()),
  extParams: Type.Optional(text(20_000)),
  encrypted: Type.Optional(Type.Boolean()),
  systemMessage: Type.Optional(Type.Boolean()),
}

export const roomCreate = Type.Object(
  {
    ...roomFields,
    members: Type.Optional(Type.Array(id, { maxItems: 100_000 })),
    owner: Type.Optional(id),
  },
  open,
)

export const roomCreateAndJoin = Type.Object(
  {
    ...roomFields,
    invitee: Type.Optional(Type.Union([id, Type.Array(id, { maxItems: 10_000 })])),
    invitationRequired: Type.Optional(Type.Boolean()),
  },
  open,
)

/** Null clears. */
const clearable = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([Type.Null(), schema]))

const flag = Type.Optional(Type.Integer({ minimum: 0, maximum: 1 }))

export const roomUpdate = Type.Object(
  {
    name: clearable(text(1000)),
    cover: clearable(text(4000)),
    description: clearable(text(20_000)),
    roomTags: clearable(tags),
    webhook: Type.Optional(webhook),
    botMode: clearable(Type.Boolean()),
    botState: clearable(text(1000)),
    extParams: clearable(text(20_000)),
    encrypted: clearable(Type.Boolean()),
    opening: flag,
    status: flag,
    managers: clearable(Type.Array(id, { maxItems: 1000 })),
    owner: clearable(id),
  },
  open,
)

export const botState = Type.Object({ botState: Type.Union([text(1000), Type.Null()]) }, open)

export const typing = Type.Union([
  Type.Null(),
  Type.Object({ message: Type.Optional(Type.Union([text(10_000), Type.Null()])) }, open),
])

export const lastRead = Type.Union([
  Type.Null(),
  Type.Object(
    {
      message: Type.Optional(
        Type.Union([Type.Null(), text(256)], { examples: ["65a1b2c3d4e5f60718293a4b"] }),
      ),
    },
    open,
  ),
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

export const roomIds = Type.Object({ skip, limit })
