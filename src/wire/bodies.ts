import { Type } from "typebox"

/** Request bodies and queries (contract: openapi.yaml, components). Fields that are not named are let through. */

const text = (longest: number) => Type.String({ maxLength: longest, pattern: "^[^\\u0000]*$" })
const id = text(1024)
const open = { additionalProperties: true }

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

const requiredType = Type.String({ minLength: 1, maxLength: 100, pattern: "^[^\\u0000-\\u001f]*$" })

const contentFields = {
  messageType: Type.Optional(requiredType),
  message: Type.Optional(Type.Unknown()),
  mentions: Type.Optional(Type.Union([Type.Null(), Type.Array(text(256), { maxItems: 1000 })])),
  reply: Type.Optional(Type.Union([Type.Null(), text(256)])),
  push: Type.Optional(Type.Boolean()),
}

/** Content of a message on every route: REST, socket and platform send. */
export const messageContent = Type.Object(
  { _id: Type.Optional(Type.Unknown()), room: Type.Optional(Type.Unknown()), ...contentFields },
  open,
)

export const messageSend = Type.Object(
  { room: id, sender: id, ...contentFields, messageType: requiredType, message: Type.Unknown() },
  open,
)

export const roomMessage = Type.Object({ ...messageContent.properties, sender: Type.Optional(id) }, open)

export const lastRead = Type.Union([
  Type.Null(),
  Type.Object({ message: Type.Optional(Type.Union([Type.Null(), text(256)])) }, open),
])

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

const oneOrMany = Type.Optional(Type.Union([text(10_000), Type.Array(text(10_000))]))

export const roomList = Type.Object({
  sort: oneOrMany,
  skip: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 })),
  limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 })),
  updatedAfter: Type.Optional(text(10_000)),
  sortUnreadFirst: Type.Optional(text(10_000)),
  pref: Type.Optional(text(10_000)),
  q: Type.Optional(text(10_000)),
})

export const messageList = Type.Object({
  beforeMessage: Type.Optional(text(10_000)),
  afterMessage: Type.Optional(text(10_000)),
  sortOrder: Type.Optional(text(10_000)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
  afterTime: Type.Optional(text(10_000)),
  timeRangeField: Type.Optional(text(10_000)),
  q: Type.Optional(text(10_000)),
})

export const badge = Type.Object({ roomTags: oneOrMany, clientId: Type.Optional(id) })
