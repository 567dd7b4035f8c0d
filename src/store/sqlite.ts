import { join } from "node:path"
import Sqlite from "better-sqlite3"
import type { Database, Statements, Value } from "./database.ts"
import { GroupCommit, type Job } from "./group-commit.ts"

type Bound = string | number | null

const translate = (sql: string) =>
  sql.replaceAll("= ANY(?)", "IN (SELECT value FROM json_each(?))").replace("/*clustered*/", "WITHOUT ROWID")

const bind = (values: readonly Value[]): Bound[] =>
  values.map(value =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  ) as Bound[]

/** Statements of one connection, each prepared once. */
function statementsOf(connection: Sqlite.Database): Statements {
  const prepared = new Map<string, Sqlite.Statement<[Bound[]]>>()
  const prepare = (sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = connection.prepare<[Bound[]]>(translate(sql))
      prepared.set(sql, statement)
    }
    return statement
  }
  return {
    all: (sql, values = []) => prepare(sql).all(bind(values)) as never,
    get: (sql, values = []) => prepare(sql).get(bind(values)) as never,
    run: (sql, values = []) => prepare(sql).run(bind(values)).changes,
  }
}

function connect(path: string): Sqlite.Database {
  const connection = new Sqlite(path)
  // One process owns the file: a second server on the same folder is refused, and no read pays for shared locks.
  connection.pragma("locking_mode = EXCLUSIVE")
  try {
    connection.pragma("journal_mode = WAL")
  } catch (error) {
    connection.close()
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error
    throw new Error(`Another server uses ${path}: stop it, or give this one another DATA_DIR`, {
      cause: error,
    })
  }
  // FULL, not the NORMAL that WAL files are often given: a commit must survive the loss of power.
  connection.pragma("synchronous = FULL")
  connection.pragma("foreign_keys = ON")
  connection.pragma("cache_size = -64000")
  // A log of up to 32 MiB: pages that change again and again are copied back once, not every few hundred messages.
  connection.pragma("wal_autocheckpoint = 8000")
  return connection
}

/** The counter behind SQL's `stamp()`: only commits that asked for it have a number. */
function numberCommits(connection: Sqlite.Database) {
  let last = 0
  let asked = false
  connection.function("stamp", () => {
    asked = true
    return last + 1
  })
  connection.function("stamp_horizon", () => last + 1)
  return {
    load: () => {
      last = connection.prepare<[], { stamp: number }>("SELECT stamp FROM commits").get()?.stamp ?? 0
    },
    store: () => {
      if (asked) connection.prepare("UPDATE commits SET stamp = ?").run(last + 1)
    },
    ended: (committed: boolean) => {
      if (asked && committed) last++
      asked = false
    },
  }
}

/**
 * The embedded engine: one file in `folder` and one connection, whose cache stays warm because it alone writes. A group
 * runs without giving way to anything else, since its operations wait for nothing but their own statements; a statement
 * from outside would see what is not committed, so it is refused while a group is open.
 */
export function openSqlite(folder: string, committed?: (jobs: number) => void): Database {
  const connection = connect(join(folder, "parley.db"))
  const tx = statementsOf(connection)
  const commits = numberCommits(connection)
  const group = new GroupCommit(runGroup, committed)

  async function runGroup(jobs: Job[]): Promise<unknown[]> {
    connection.exec("BEGIN IMMEDIATE")
    try {
      const values: unknown[] = []
      for (const job of jobs) values.push(await job.operation(tx))
      commits.store()
      connection.exec("COMMIT")
      commits.ended(true)
      return values
    } catch (error) {
      if (connection.inTransaction) connection.exec("ROLLBACK")
      commits.ended(false)
      throw error
    }
  }

  const outside = (): Statements => {
    if (connection.inTransaction) throw new Error("an operation must use the statements it is given")
    return tx
  }

  return {
    engine: "sqlite",
    all: (sql, values) => outside().all(sql, values),
    get: (sql, values) => outside().get(sql, values),
    run: (sql, values) => outside().run(sql, values),
    write: (operation, lane) => group.write(operation, lane),
    writeSoon: (operation, lane) => group.writeSoon(operation, lane),
    migrate: async steps => {
      await group.write(steps)
      commits.load()
    },
    ping: async () => void outside().get("SELECT 1"),
    close: async () => {
      await group.drain()
      connection.close()
    },
  }
}
