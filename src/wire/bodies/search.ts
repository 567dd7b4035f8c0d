import { Type } from "typebox"
import { id, open, text } from "./parts.ts"

/** Searches: bodies (contract: openapi.yaml SearchRequest; rest-extended.md 1.12). */

const kind = text(100)
const keyword = text(1000)
const limit = Type.Optional(Type.Union([Type.Null(), Type.Integer({ minimum: 1, maximum: 1e9 })]))

export const search = Type.Object(
  {
    // A known kind must be among them; what else stands here is answered with an empty list.
    type: Type.Optional(
      Type.Union([kind, Type.Array(kind, { maxItems: 100 }), Type.Null()], {
        examples: [["messages", "roomName"]],
      }),
    ),
    keyword,
    room: Type.Optional(Type.Union([id, Type.Null()])),
    roomTags: Type.Optional(Type.Union([text(256), Type.Array(text(256), { maxItems: 1000 }), Type.Null()])),
    limit,
  },
  open,
)

export const messageSearch = Type.Object(
  { message: keyword, room: Type.Optional(Type.Union([id, Type.Null()])), limit },
  open,
)
