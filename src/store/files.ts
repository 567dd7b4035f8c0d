import type { Statements, Value } from "./database.ts"

/** An uploaded file. Its content is kept elsewhere, under its id. */
export interface FileRow {
  id: string
  bucket: string
  filename: string
  mimetype: string
  /** Bytes. */
  length: number
  md5: string
  /** The uploader. */
  clientId: string | null
  /** The room it was uploaded for. */
  roomId: string | null
  /** The uploader's own data. */
  extra: Record<string, unknown>
  /** Pixels, of pictures that could be opened; so with `thumbnailType`. */
  width: number | null
  height: number | null
  thumbnailType: string | null
  createdAt: number
}

type Stored = Omit<FileRow, "extra"> & { extraJson: string }

const columns = `files.id, bucket, filename, mimetype, length, md5, client_id AS "clientId", room_id AS "roomId",
  extra_json AS "extraJson", width, height, thumbnail_type AS "thumbnailType", files.created_at AS "createdAt"`

const rowOf = ({ extraJson, ...stored }: Stored): FileRow => ({ ...stored, extra: JSON.parse(extraJson) })

export async function insertFile(tx: Statements, file: FileRow): Promise<void> {
  await tx.run(
    `INSERT INTO files (id, bucket, filename, mimetype, length, md5, client_id, room_id, extra_json, width, height,
       thumbnail_type, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      file.id,
      file.bucket,
      file.filename,
      file.mimetype,
      file.length,
      file.md5,
      file.clientId,
      file.roomId,
      JSON.stringify(file.extra),
      file.width,
      file.height,
      file.thumbnailType,
      file.createdAt,
    ],
  )
}

export async function findFile(db: Statements, id: string): Promise<FileRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM files WHERE id = ?`, [id])
  return stored && rowOf(stored)
}

/** @returns how many files were removed: 0 or 1. */
export async function deleteFileRow(tx: Statements, id: string): Promise<number> {
  return tx.run("DELETE FROM files WHERE id = ?", [id])
}

/** Bytes of all files of a user. */
export async function sumFiles(db: Statements, clientId: string): Promise<number> {
  const row = await db.get<{ size: number | null }>(
    "SELECT SUM(length) AS size FROM files WHERE client_id = ?",
    [clientId],
  )
  return row?.size ?? 0
}

/** Which files are listed: those in a bucket, of one user or of all. */
export interface FileListQuery {
  bucket: string
  clientId: string | null
}

const listed = ({ bucket, clientId }: FileListQuery): { where: string; values: Value[] } =>
  clientId === null
    ? { where: "bucket = ?", values: [bucket] }
    : { where: "bucket = ? AND client_id = ?", values: [bucket, clientId] }

/** Newest first. */
export async function listFileRows(
  db: Statements,
  query: FileListQuery,
  page: { skip: number; limit: number },
): Promise<FileRow[]> {
  const { where, values } = listed(query)
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM files WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    [...values, page.limit, page.skip],
  )
  return stored.map(rowOf)
}

export async function countFiles(db: Statements, query: FileListQuery): Promise<number> {
  const { where, values } = listed(query)
  const row = await db.get<{ count: number }>(`SELECT COUNT(*) AS count FROM files WHERE ${where}`, values)
  return row?.count ?? 0
}

/** What was uploaded for one room. */
export interface RoomUsage {
  roomTags: string[]
  /** Bytes. */
  size: number
  count: number
}

/**
 * Usage of each room with files, by time of upload, both ends included.
 * @param clientId only rooms this user is in; null is all rooms.
 */
export async function sumFilesByRoom(
  db: Statements,
  { clientId, from, to }: { clientId: string | null; from: number; to: number },
): Promise<RoomUsage[]> {
  const [members, values] =
    clientId === null
      ? ["", []]
      : ["JOIN members ON members.room_id = rooms.id AND members.client_id = ?", [clientId]]
  const stored = await db.all<Omit<RoomUsage, "roomTags"> & { tagsJson: string }>(
    `SELECT room_tags_json AS "tagsJson", SUM(length) AS size, COUNT(*) AS count
     FROM files JOIN rooms ON rooms.id = files.room_id ${members}
     WHERE files.created_at >= ? AND files.created_at <= ? GROUP BY rooms.id, room_tags_json`,
    [...values, from, to],
  )
  return stored.map(({ tagsJson, ...usage }) => ({ ...usage, roomTags: JSON.parse(tagsJson) }))
}
