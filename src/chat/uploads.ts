import type { Bytes } from "../blobs/blobs.ts"
import { contentTypeOf } from "../blobs/content-type.ts"
import type { Upload } from "../blobs/incoming.ts"
import { type Picture, readPicture, thumbnailType } from "../blobs/picture.ts"
import { newId } from "../lib/ids.ts"
import { type FileRow, insertFile, sumFiles } from "../store/files.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { contentName, forgetFile, thumbnailName } from "./files.ts"
import { jsonOf } from "./json.ts"
import { enterRoom } from "./rights.ts"

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

/** The uploader's own data is shown with every list of files. */
const largestExtra = 16 * 1024

/** Makes a received file the acting user's: content first, so that no record is without. */
export async function saveFile(
  ctx: Context,
  caller: Caller,
  { bucket, filename, claimedType, extra }: FileInput,
  upload: Upload,
): Promise<FileRow> {
  const clientId = actingClient(caller)
  jsonOf(extra, "extra", largestExtra)
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
  await forgetFile(ctx, file)
  throw overQuota(ctx)
}

/** Both spellings are in use (contract: rest-extended.md 1.9). */
function roomOf({ roomID, roomId }: Record<string, unknown>): string | null {
  const given = [roomID, roomId].find(id => typeof id === "string" && id !== "")
  return (given as string | undefined) ?? null
}

async function keepContent(
  ctx: Context,
  file: FileRow,
  upload: Upload,
  picture: Picture | undefined,
): Promise<void> {
  if (picture) {
    const small = await ctx.blobs.receive([picture.thumbnail], Number.POSITIVE_INFINITY)
    if (small) await ctx.blobs.keep(thumbnailName(file), small.path).finally(small.discard)
  }
  await ctx.blobs.keep(contentName(file), upload.path)
}
