import { Type } from "typebox"
import { open, text } from "./parts.ts"

/** What a user, or a group, sets for a room (contract: rest-extended.md 3.5). */
export const roomPref = Type.Object(
  {
    tags: Type.Optional(Type.Array(text(256), { maxItems: 100 })),
    tagColors: Type.Optional(
      Type.Record(Type.String(), text(64), { maxProperties: 100, propertyNames: text(256) }),
    ),
    folder: Type.Optional(text(256)),
    muted: Type.Optional(Type.Boolean()),
    sticky: Type.Optional(Type.Boolean()),
    hidden: Type.Optional(Type.Boolean()),
    translation: Type.Optional(Type.Boolean()),
  },
  open,
)
