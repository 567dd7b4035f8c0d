import type { Database } from "../../src/store/database.ts"
import { openDatabase } from "../../src/store/open.ts"
import { type Engine, makePlace } from "../support/parley.ts"

export interface Store {
  db: Database
  /** How many writes went into each commit so far. */
  commits: number[]
  close: () => Promise<void>
}

/** An empty database of its own, as the server opens it. */
export async function openStore(engine: Engine): Promise<Store> {
  const { settings, remove } = await makePlace(engine)
  const commits: number[] = []
  const { DATA_DIR: dataDir = "", DATABASE_URL: databaseUrl = null } = settings
  const { db } = await openDatabase({ dataDir, databaseUrl }, Date.now(), { committed: n => commits.push(n) })
  commits.length = 0
  return {
    db,
    commits,
    close: async () => {
      await db.close()
      remove()
    },
  }
}
