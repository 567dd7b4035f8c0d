import { Type } from "typebox"
import { id, limit, open, skip, text } from "./parts.ts"

/** Files and stickers: bodies, forms and queries (contract: openapi.yaml, components). */

export const fileRead = Type.Object(
  {
    signedUrlOnly: Type.Optional(text(100)),
    /** Ours: a small copy of a picture. */
    thumbnail: Type.Optional(text(100)),
    Expires: Type.Optional(text(100)),
    Signature: Type.Optional(text(100)),
  },
  open,
)

const content = (type: string) => Type.String({ contentMediaType: type })

export const fileForm = Type.Object(
  {
    file: content("application/octet-stream"),
    extra: Type.Optional(Type.String({ description: "JSON text of an object that is kept with the file." })),
  },
  open,
)

export const fileList = Type.Object({ q: Type.Optional(text(10_000)), skip, limit })

const instant = Type.Optional(Type.Union([text(100), Type.Integer(), Type.Null()]))

export const fileStats = Type.Object(
  { tags: Type.Array(text(256), { maxItems: 1000 }), rangeStart: instant, rangeEnd: instant },
  open,
)

/** What a sticker form holds beside its file. */
export const stickerFields = Type.Object(
  {
    _id: id,
    name: Type.Optional(text(1000)),
    order: Type.Optional(Type.Integer({ minimum: -1e9, maximum: 1e9 })),
  },
  open,
)

export const stickerForm = Type.Object(
  { ...stickerFields.properties, file: content("application/zip") },
  open,
)

export const stickerResource = Type.Object({ resourceId: text(2000) }, open)
