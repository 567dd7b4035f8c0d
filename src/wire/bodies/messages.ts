import { Type } from "typebox"
import { id, open, text } from "./parts.ts"

/** Messages: bodies and queries (contract: openapi.yaml, components). */

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

export const messageList = Type.Object({
  beforeMessage: Type.Optional(text(10_000)),
  afterMessage: Type.Optional(text(10_000)),
  sortOrder: Type.Optional(text(10_000)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
  afterTime: Type.Optional(text(10_000)),
  timeRangeField: Type.Optional(text(10_000)),
  q: Type.Optional(text(10_000)),
})
