import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { id, iso, ms, number, optional, text } from "./parts.ts"

/** Files and stickers in answers (contract: openapi.yaml, components). */

export const file = Type.Object(
  {
    _id: id("The file's id."),
    id: id("The same."),
    appID: optional(text("Name of the application.")),
    bucketName: optional(text("The bucket it was uploaded to.")),
    filename: optional(text("Its name.")),
    mimetype: optional(text("Its media type.")),
    length: optional(number("Bytes.")),
    md5: optional(text("MD5 of its content, hex.")),
    client: optional(id("Who uploaded it.")),
    extra: optional(Type.Object({}, { ...open, description: "The uploader's own data." })),
    uploadDate: optional(iso("When.")),
    uploadDateMS: optional(ms("When")),
  },
  { ...open, title: "File" },
)

export const fileUsage = Type.Object(
  {
    totalCount: number("Files, each once."),
    totalSize: number("Bytes of them."),
    data: Type.Object({}, { ...open, description: "Tag → `size` in bytes and `count` of files." }),
  },
  { ...open, title: "FileStats" },
)

const stickerResource = Type.Object(
  { resourceId: text("What `GET /stickers/res` is asked for.") },
  { ...open, title: "StickerResource" },
)

export const stickerSet = Type.Object(
  {
    _id: id("The set's id."),
    name: optional(text("Name to show.")),
    order: optional(Type.Integer()),
    zip: optional(stickerResource),
    images: optional(Type.Array(stickerResource)),
    createdAtMS: optional(ms("When it was made")),
    updatedAtMS: optional(ms("When it last changed")),
  },
  { ...open, title: "StickerSet" },
)
