import { receiveStickers } from "../../chat/sticker-archive.ts"
import {
  deleteStickerSet,
  findSticker,
  listStickerSets,
  openSticker,
  saveStickerSet,
} from "../../chat/stickers.ts"
import { presentStickerSet, presentStickerSetWhole } from "../../present/sticker.ts"
import { stickerFields, stickerForm, stickerResource } from "../../wire/bodies/files.ts"
import { page, stickerSet, writeResult } from "../../wire/models.ts"
import { validator } from "../validate.ts"
import type { Api } from "./api.ts"
import { sendContent } from "./content.ts"
import { contentHeaders } from "./content-headers.ts"
import { readForm } from "./forms.ts"

const checkFields = validator<{ _id: string; name?: string; order?: number }>(stickerFields, "query")

export function stickerRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/admin/stickers",
    "platform",
    { summary: "Create or change a sticker set from a zip", form: stickerForm, result: stickerSet },
    async ({ request }) => {
      const { fields, upload } = await readForm(request, content => receiveStickers(ctx, content))
      try {
        const { _id: id, name, order: position } = checkFields(fields)
        return presentStickerSetWhole(await saveStickerSet(ctx, { id, name, position }, upload))
      } finally {
        await upload.discard()
      }
    },
  )

  route(
    "GET",
    "/admin/stickers",
    "platform",
    { summary: "List sticker sets, all details", result: page(stickerSet) },
    async () => {
      const sets = await listStickerSets(ctx)
      return { totalCount: sets.length, data: sets.map(presentStickerSetWhole) }
    },
  )

  route(
    "DELETE",
    "/admin/stickers/:stickerId",
    "platform",
    { summary: "Delete a sticker set", result: writeResult },
    async ({ params }) => ({ n: await deleteStickerSet(ctx, params.stickerId ?? ""), ok: 1 }),
  )

  route(
    "GET",
    "/stickers",
    "public",
    { summary: "List sticker sets", result: page(stickerSet) },
    async () => {
      const sets = await listStickerSets(ctx)
      return { totalCount: sets.length, data: sets.map(presentStickerSet) }
    },
  )

  route(
    "GET",
    "/stickers/res",
    "public",
    { summary: "Fetch a file of a sticker set", query: stickerResource, bytes: true },
    async ({ query, request, reply }) => {
      const { name, blob } = await findSticker(ctx, query.resourceId)
      return sendContent(request, reply, {
        tag: blob,
        cacheControl: "public, max-age=300",
        headers: contentHeaders(name.endsWith(".png") ? "image/png" : "application/zip", name),
        open: () => openSticker(ctx, blob),
      })
    },
  )
}
