import type { Statements } from "./database.ts"

/** A set of stickers. */
export interface StickerSetRow {
  id: string
  name: string
  position: number
  /** File name → the blob that holds it: the pictures in order, then the archive they came in. */
  files: Record<string, string>
  createdAt: number
  updatedAt: number
}

type Stored = Omit<StickerSetRow, "files"> & { filesJson: string }

const columns = `id, name, position, images_json AS "filesJson", created_at AS "createdAt",
  updated_at AS "updatedAt"`

const rowOf = ({ filesJson, ...stored }: Stored): StickerSetRow => ({
  ...stored,
  files: JSON.parse(filesJson),
})

export async function findStickerSet(db: Statements, id: string): Promise<StickerSetRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM stickers WHERE id = ?`, [id])
  return stored && rowOf(stored)
}

export async function listStickerSetRows(db: Statements): Promise<StickerSetRow[]> {
  return (await db.all<Stored>(`SELECT ${columns} FROM stickers ORDER BY id`)).map(rowOf)
}

export async function upsertStickerSet(tx: Statements, set: StickerSetRow): Promise<void> {
  await tx.run(
    `INSERT INTO stickers (id, name, position, images_json, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position,
       images_json = excluded.images_json, updated_at = excluded.updated_at`,
    [set.id, set.name, set.position, JSON.stringify(set.files), set.createdAt, set.updatedAt],
  )
}

/** @returns how many sets were removed: 0 or 1. */
export async function deleteStickerSetRow(tx: Statements, id: string): Promise<number> {
  return tx.run("DELETE FROM stickers WHERE id = ?", [id])
}
