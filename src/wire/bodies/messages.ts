import { Type } from "typebox"
import { id, noNul, open, text } from "./parts.ts"

/** Messages: bodies and queries (contract: openapi.yaml, components). */

const requiredType = Type.String({ minLength: 1, maxLength: 100, pattern: "^[^\\u0000-\\u001f]*$" })

const absentOrId = Type.Optional(Type.Union([Type.Null(), id]))

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
  {
    _id: Type.Optional(Type.Unknown()),
    room: id,
    sender: id,
    ...contentFields,
    messageType: requiredType,
    message: Type.Unknown(),
  },
  open,
)

export const roomMessage = Type.Object({ ...messageContent.properties, sender: Type.Optional(id) }, open)

export const streamedPiece = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 16_384, pattern: noNul }),
    messageId: Type.Optional(
      Type.Union([Type.Null(), text(256)], { examples: ["65a1b2c3d4e5f60718293a4b"] }),
    ),
    sender: absentOrId,
  },
  open,
)

export const messageList = Type.Object({
  beforeMessage: Type.Optional(text(10_000)),
  afterMessage: Type.Optional(text(10_000)),
  sortOrder: Type.Optional(text(10_000)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
  afterTime: Type.Optional(text(10_000)),
  timeRangeField: Type.Optional(text(10_000)),
  q: Type.Optional(text(10_000)),
})

const batchEntry = Type.Object(
  { room: absentOrId, receiver: absentOrId },
  {
    ...open,
    patternProperties: { "^\\$.+\\$$": { type: ["string", "number", "boolean"] } },
    description: "A recipient; fields like $name$ are what stands in the place of that word.",
  },
)

export const batchSend = Type.Object(
  {
    sender: absentOrId,
    ...contentFields,
    messageType: requiredType,
    message: Type.Unknown(),
    paras: Type.Array(batchEntry, { minItems: 1 }),
  },
  open,
)

export const batchNamed = Type.Object({ batchID: text(1024) })

const count = (smallest: number) => Type.Optional(Type.Integer({ minimum: smallest, maximum: 1e9 }))

export const messagesAround = Type.Object({ before: count(0), after: count(0) })

export const messageCount = Type.Object({
  timeInMS: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15 })),
})

export const messageQuery = Type.Object({ q: Type.Optional(text(10_000)), limit: count(1) })

export const recentMessages = Type.Object({ limit: count(1) })

export const allMessages = Type.Object({
  startDate: Type.Optional(text(100)),
  endDate: Type.Optional(text(100)),
  limit: count(1),
})

const reactionText = Type.String({ minLength: 1, maxLength: 64, pattern: "^[^\\u0000]*$" })

export const reaction = Type.Object({ reaction: reactionText }, open)

export const reactionNamed = Type.Object({ reaction: Type.Optional(text(1024)) })

export const bySender = Type.Object({ room: id, sender: id }, open)

export const userDeletion = Type.Object(
  { room: id, messages: Type.Array(text(256), { minItems: 1, maxItems: 1000 }) },
  open,
)

export const userDeletionOfRoom = Type.Object({ room: id }, open)
