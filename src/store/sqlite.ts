import { join } from "node:path"
import Sqlite from "better-sqlite3"
import type { Database, Statements, Value } from "./database.ts"
import { GroupCommit, type Job } from "./group-commit.ts"

type Bound = string | number | null

const translate = (sql: string) => sql.replaceAll("= ANY(?)", "IN (SELECT value FROM json_each(?))")

const bind = (values: readonly Value[]): Bound[] =>
  values.map(value =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  ) as Bound[]

/** Statements of one connection, each prepared once. */
function statementsOf(connection: Sqlite.Database): Statements {
  const prepared = new Map<string, Sqlite.Statement<Bound[]>>()
  const prepare = (sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = connection.prepare<Bound[]>(translate(sql))
      prepared.set(sql, statement)
    }
    return statement
  }
  return {
    all: (sql, values = []) => prepare(sql).all(...bind(values)) as never,
    get: (sql, values = []) => prepare(sql).get(...bind(values)) as never,
    run: (sql, values = []) => prepare(sql).run(...bind(values)).changes,
  }
}

function connect(path: string): Sqlite.Database {
  const connection = new Sqlite(path)
  connection.pragma("journal_mode = WAL")
  // FULL, not the NORMAL that WAL files are often given: a commit must survive the loss of power.
  connection.pragma("synchronous = FULL")
  connection.pragma("foreign_keys = ON")
  connection.pragma("busy_timeout = 5000")
  connection.pragma("cache_size = -32000")
  return connection
}

/** The embedded engine: one file in `folder`, one connection that writes and one that reads. */
export function openSqlite(folder: string, committed?: (jobs: number) => void): Database {
  const path = join(folder, "parley.db")
  const writer = connect(path)
  const reader = connect(path)
  const tx = statementsOf(writer)
  const group = new GroupCommit(runGroup, committed)

  async function runGroup(jobs: Job[]): Promise<unknown[]> {
    writer.exec("BEGIN IMMEDIATE")
    try {
      const values: unknown[] = []
      for (const job of jobs) values.push(await job.operation(tx))
      writer.exec("COMMIT")
      return values
    } catch (error) {
      if (writer.inTransaction) writer.exec("ROLLBACK")
      throw error
    }
  }

  return {
    engine: "sqlite",
    ...statementsOf(reader),
    write: operation => group.write(operation),
    migrate: steps => group.write(steps),
    ping: async () => void reader.prepare("SELECT 1").get(),
    close: async () => {
      await group.drain()
      reader.close()
      writer.close()
    },
  }
}
