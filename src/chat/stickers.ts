import type { Content } from "../blobs/blobs.ts"
import type { Upload } from "../blobs/incoming.ts"
import { newId } from "../lib/ids.ts"
import {
  deleteStickerSetRow,
  findStickerSet,
  listStickerSetRows,
  type StickerSetRow,
  upsertStickerSet,
} from "../store/stickers.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { forgetBlobs } from "./files.ts"
import { checkId } from "./ids.ts"
import { unpackStickers } from "./sticker-archive.ts"

export interface StickerSetInput {
  id: string
  name?: string
  position?: number
}

/** Creates a set from an archive, or gives a set other pictures; what is not said of it stays as it is. */
export async function saveStickerSet(
  ctx: Context,
  input: StickerSetInput,
  archive: Upload,
): Promise<StickerSetRow> {
  checkId(input.id, "_id")
  const pictures = new Map<string, Upload>()
  try {
    await unpackStickers(ctx, archive, pictures)
    const files = await keepAll(ctx, [...pictures, [`${input.id}.zip`, archive]])
    const { before, set } = await ctx.db.write(async tx => {
      const before = await findStickerSet(tx, input.id)
      const now = ctx.clock()
      const set: StickerSetRow = {
        id: input.id,
        name: input.name ?? before?.name ?? input.id,
        position: input.position ?? before?.position ?? 0,
        files,
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      }
      await upsertStickerSet(tx, set)
      return { before, set }
    }, input.id)
    if (before) await forgetBlobs(ctx, Object.values(before.files))
    return set
  } finally {
    for (const picture of pictures.values()) await picture.discard()
  }
}

/** @returns file name → name of the blob, the pictures in order. */
async function keepAll(ctx: Context, uploads: [string, Upload][]): Promise<Record<string, string>> {
  const version = newId(ctx.clock())
  const rank = ([name]: [string, Upload]) => (name === "tab.png" ? "" : name)
  const ordered = uploads.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  const files: Record<string, string> = {}
  for (const [i, [name, { path }]] of ordered.entries()) {
    const blob = `stickers/${version}/${i}`
    await ctx.blobs.keep(blob, path)
    files[name] = blob
  }
  return files
}

export const listStickerSets = (ctx: Context): Promise<StickerSetRow[]> => listStickerSetRows(ctx.db)

/** @returns how many sets were deleted. */
export async function deleteStickerSet(ctx: Context, id: string): Promise<number> {
  const { deleted, files } = await ctx.db.write(async tx => {
    const set = await findStickerSet(tx, id)
    return { deleted: await deleteStickerSetRow(tx, id), files: Object.values(set?.files ?? {}) }
  }, id)
  await forgetBlobs(ctx, files)
  return deleted
}

/** A file of a set. @param resourceId set id, slash, file name. @throws ChatError FILE_NOT_FOUND */
export async function findSticker(ctx: Context, resourceId: string): Promise<{ name: string; blob: string }> {
  const cut = resourceId.lastIndexOf("/")
  const name = resourceId.slice(cut + 1)
  const set = await findStickerSet(ctx.db, resourceId.slice(0, Math.max(cut, 0)))
  const blob = set && Object.hasOwn(set.files, name) ? set.files[name] : undefined
  if (blob === undefined) throw new ChatError("FILE_NOT_FOUND", "There is no such file of a sticker set.")
  return { name, blob }
}

export async function openSticker(ctx: Context, blob: string): Promise<Content> {
  const content = await ctx.blobs.open(blob)
  if (!content) throw new ChatError("FILE_NOT_FOUND", "The content of this sticker is gone.")
  return content
}
