import type { Database } from "./database.ts"
import { openEpoch } from "./epochs.ts"
import { migrate } from "./migrations.ts"
import { openPostgres } from "./postgres.ts"
import { openSqlite } from "./sqlite.ts"

/**
 * Opens the engine that the settings name and brings its schema up to date.
 * @returns `fresh` true when the database was made by this start.
 */
export async function openDatabase(
  where: { databaseUrl: string | null; dataDir: string },
  now: number,
  hooks: { committed?: (jobs: number) => void; failed?: (error: Error) => void } = {},
): Promise<{ db: Database; fresh: boolean }> {
  const db = where.databaseUrl
    ? openPostgres(where.databaseUrl, hooks.committed, hooks.failed)
    : openSqlite(where.dataDir, hooks.committed)
  try {
    const fresh = await migrate(db, now)
    await openEpoch(db)
    return { db, fresh }
  } catch (error) {
    await db.close()
    throw error
  }
}
