import type { Bytes, ByteRange, Content } from "../blobs/blobs.ts"
import { contentTypeOf } from "../blobs/content-type.ts"
import type { Upload } from "../blobs/incoming.ts"
import { type Picture, readPicture, thumbnailType } from "../blobs/picture.ts"
import { newId } from "../lib/ids.ts"
import {
  countFiles,
  deleteFileRow,
  type FileRow,
  findFile,
  insertFile,
  listFileRows,
  sumFiles,
  sumFilesByRoom,
} from "../store/files.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { enterRoom } from "./rights.ts"

/** Words that are paths and so cannot name a bucket (contract: rest-extended.md 0). */
const reservedBuckets = new Set(["stats", "video-info"])

/** Buckets need no creation: any word names one. */
export function checkBucket(bucket: string): string {
  if (reservedBuckets.has(bucket)) throw new ChatError("NOT_FOUND", `${bucket} is not the name of a bucket.`)
  return checkId(bucket, "bucketName")
}

/** Takes the content of a file in; it is not yet anybody's. @throws ChatError PAYLOAD_TOO_LARGE */
export async function receiveFile(ctx: Context, caller: Caller, content: Bytes): Promise<Upload> {
  const { largestBytes, quotaBytes } = ctx.files
  const left = quotaBytes === 0 ? largestBytes : quotaBytes - (await sumFiles(ctx.db, actingClient(caller)))
  if (left <= 0) throw overQuota(ctx)
  const upload = await ctx.blobs.receive(content, Math.min(largestBytes, left))
  if (!upload) throw left < largestBytes ? overQuota(ctx) : tooLarge(largestBytes)
  return upload
}

export const tooLarge = (largest: number) =>
  new ChatError("PAYLOAD_TOO_LARGE", `The file is too large: at most ${largest} bytes are taken.`)

const overQuota = (ctx: Context) =>
  new ChatError(
    "PAYLOAD_TOO_LARGE",
    `Your files would take more than the ${ctx.files.quotaBytes} bytes that you have here: delete some first.`,
  )

export interface FileInput {
  bucket: string
  filename: string
  /** The type that the sender gave. */
  claimedType: string
  extra: Record<string, unknown>
}

/** Makes a received file the acting user's: content first, so that no record is without. */
export async function saveFile(
  ctx: Context,
  caller: Caller,
  { bucket, filename, claimedType, extra }: FileInput,
  upload: Upload,
): Promise<FileRow> {
  const clientId = actingClient(caller)
  const roomId = roomOf(extra)
  if (roomId !== null) await enterRoom(ctx, caller, roomId)
  const mimetype = await contentTypeOf(upload.head, claimedType)
  const picture = await readPicture(upload.path, mimetype)
  const now = ctx.clock()
  const file: FileRow = {
    ...{ id: newId(now), bucket, filename, mimetype, clientId, roomId, extra, createdAt: now },
    ...{ length: upload.length, md5: upload.md5 },
    ...{ width: picture?.width ?? null, height: picture?.height ?? null },
    thumbnailType: picture ? thumbnailType : null,
  }
  await keepContent(ctx, file, upload, picture)
  const { quotaBytes } = ctx.files
  const saved = await ctx.db.write(async tx => {
    if (quotaBytes > 0 && (await sumFiles(tx, clientId)) + file.length > quotaBytes) return false
    await insertFile(tx, file)
    return true
  }, clientId)
  if (saved) return file
  await forgetContent(ctx, file)
  throw overQuota(ctx)
}

/** Both spellings are in use (contract: rest-extended.md 1.9). */
function roomOf({ roomID, roomId }: Record<string, unknown>): string | null {
  const given = [roomID, roomId].find(id => typeof id === "string" && id !== "")
  return (given as string | undefined) ?? null
}

const contentName = ({ id }: FileRow) => `files/${id}`
const thumbnailName = ({ id }: FileRow) => `thumbnails/${id}`

async function keepContent(
  ctx: Context,
  file: FileRow,
  upload: Upload,
  picture: Picture | undefined,
): Promise<void> {
  if (picture) {
    const small = await ctx.blobs.receive([picture.thumbnail], Number.POSITIVE_INFINITY)
    if (small) await ctx.blobs.keep(thumbnailName(file), small.path)
  }
  await ctx.blobs.keep(contentName(file), upload.path)
}

/** What cannot be forgotten now stays behind and harms nobody. */
async function forgetContent(ctx: Context, file: FileRow): Promise<void> {
  const names = [contentName(file), ...(file.thumbnailType === null ? [] : [thumbnailName(file)])]
  for (const name of names) {
    await ctx.blobs.remove(name).catch(error => ctx.log.warn({ err: error }, "a file's content was not removed"))
  }
}

/** Files are found by their id alone, whatever their bucket (contract: decided.md 22). */
export async function getFile(ctx: Context, id: string): Promise<FileRow> {
  const file = await findFile(ctx.db, id)
  if (!file) throw new ChatError("FILE_NOT_FOUND", "There is no such file.")
  return file
}

/** The content of a file, or a part of it; `small` asks for its thumbnail. */
export async function openFile(
  ctx: Context,
  file: FileRow,
  { small, range }: { small: boolean; range?: ByteRange },
): Promise<Content> {
  const content = await ctx.blobs.open(small ? thumbnailName(file) : contentName(file), range)
  if (!content) throw new ChatError("FILE_NOT_FOUND", "The content of this file is gone.")
  return content
}

/** @returns how many files were deleted. */
export async function deleteFile(ctx: Context, caller: Caller, id: string): Promise<number> {
  const file = await getFile(ctx, id)
  if (caller.kind !== "platform" && file.clientId !== caller.clientId)
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "Only who uploaded a file may delete it.")
  const deleted = await ctx.db.write(tx => deleteFileRow(tx, id), file.clientId ?? undefined)
  await forgetContent(ctx, file)
  return deleted
}

/** A filter sees so many of the newest files. */
const mostFiltered = 10_000

/** The files of a bucket, newest first: the user's own, or all for the API key alone. */
export async function listFiles(
  ctx: Context,
  caller: Caller,
  { bucket, skip, limit }: { bucket: string; skip: number; limit: number },
  filter?: (files: FileRow[]) => FileRow[],
): Promise<{ totalCount: number; files: FileRow[] }> {
  const query = { bucket: checkBucket(bucket), clientId: caller.clientId }
  if (!filter) {
    const files = await listFileRows(ctx.db, query, { skip, limit })
    return { totalCount: await countFiles(ctx.db, query), files }
  }
  const matching = filter(await listFileRows(ctx.db, query, { skip: 0, limit: mostFiltered }))
  return { totalCount: matching.length, files: matching.slice(skip, skip + limit) }
}

export interface TagUsage {
  /** Bytes. */
  size: number
  count: number
}

/**
 * Bytes uploaded in rooms with each of the tags, and in all of them together: the user's rooms, or all for the API key
 * alone. @param span ms since the epoch, both ends included.
 */
export async function measureFiles(
  ctx: Context,
  caller: Caller,
  tags: string[],
  span: { from: number; to: number },
): Promise<{ total: TagUsage; byTag: Map<string, TagUsage> }> {
  const rooms = await sumFilesByRoom(ctx.db, { clientId: caller.clientId, ...span })
  const usageOf = (isMeant: (roomTags: string[]) => boolean): TagUsage =>
    rooms
      .filter(room => isMeant(room.roomTags))
      .reduce((sum, { size, count }) => ({ size: sum.size + size, count: sum.count + count }), {
        size: 0,
        count: 0,
      })
  return {
    total: usageOf(roomTags => roomTags.some(tag => tags.includes(tag))),
    byTag: new Map(tags.map(tag => [tag, usageOf(roomTags => roomTags.includes(tag))])),
  }
}
