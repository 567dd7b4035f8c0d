import { countFiles, type FileListQuery, type FileRow, listFileRows, sumFilesByRoom } from "../store/files.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { checkBucket } from "./files.ts"

/** Whose files a caller sees: users their own, the API key, which must name an acting user, everybody's. */
function scopeOf(caller: Caller): string | null {
  const clientId = actingClient(caller)
  return caller.kind === "platform" ? null : clientId
}

/** A filter sees so many of the newest files. */
const mostFiltered = 10_000

/** The files of a bucket, newest first. */
export async function listFiles(
  ctx: Context,
  caller: Caller,
  { bucket, skip, limit }: { bucket: string; skip: number; limit: number },
  filter?: (files: FileRow[]) => FileRow[],
): Promise<{ totalCount: number; files: FileRow[] }> {
  const query: FileListQuery = { bucket: checkBucket(bucket), clientId: scopeOf(caller) }
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
 * Bytes uploaded in rooms with each of the tags, and in all of them together; users see the rooms they are in.
 * @param span ms since the epoch, both ends included.
 */
export async function measureFiles(
  ctx: Context,
  caller: Caller,
  tags: string[],
  span: { from: number; to: number },
): Promise<{ total: TagUsage; byTag: Map<string, TagUsage> }> {
  const byTag = new Map(tags.map(tag => [tag, { size: 0, count: 0 }]))
  const total = { size: 0, count: 0 }
  for (const room of await sumFilesByRoom(ctx.db, { clientId: scopeOf(caller), ...span })) {
    const meant = room.roomTags.flatMap(tag => byTag.get(tag) ?? [])
    for (const usage of meant.length > 0 ? [total, ...meant] : []) {
      usage.size += room.size
      usage.count += room.count
    }
  }
  return { total, byTag }
}
