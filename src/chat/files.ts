import type { ByteRange, Content } from "../blobs/blobs.ts"
import { deleteFileRow, type FileRow, findFile } from "../store/files.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"

/** Words that are paths and so cannot name a bucket (contract: rest-extended.md 0). */
const reservedBuckets = new Set(["stats", "video-info"])

/** Buckets need no creation: any word names one. */
export function checkBucket(bucket: string): string {
  if (reservedBuckets.has(bucket)) throw new ChatError("NOT_FOUND", `${bucket} is not the name of a bucket.`)
  return checkId(bucket, "bucketName")
}

export const contentName = ({ id }: FileRow) => `files/${id}`
export const thumbnailName = ({ id }: FileRow) => `thumbnails/${id}`

export async function forgetFile(ctx: Context, file: FileRow): Promise<void> {
  await forgetBlobs(ctx, [contentName(file), ...(file.thumbnailType === null ? [] : [thumbnailName(file)])])
}

/** What cannot be forgotten now stays behind and harms nobody. */
export async function forgetBlobs(ctx: Context, names: string[]): Promise<void> {
  for (const name of names) {
    await ctx.blobs.remove(name).catch(error => ctx.log.warn({ err: error, name }, "content was not removed"))
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
  await forgetFile(ctx, file)
  return deleted
}
