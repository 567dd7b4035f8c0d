import pg from "pg"
import type { Database, Statements, Value } from "./database.ts"
import { CommitUncertain, GroupCommit, type Job } from "./group-commit.ts"

/** 64-bit integers and sums arrive as text; ours all fit a number. */
const int8 = 20
const numeric = 1700
const types = {
  getTypeParser: (oid: number, format?: never) =>
    oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

/** True when the server said no, so that nothing was committed; a lost connection says nothing. */
const isRefusal = (error: { code?: string }) => /^(23|25|40)...$/.test(error.code ?? "")

const retryable = new Set(["40001", "40P01"])

const prepared = new Map<string, { name: string; text: string }>()
function prepare(sql: string): { name: string; text: string } {
  let statement = prepared.get(sql)
  if (!statement) {
    let n = 0
    const text = sql.replaceAll("?", () => `$${++n}`).replace("/*for update*/", "FOR UPDATE")
    statement = { name: `s${prepared.size}`, text }
    prepared.set(sql, statement)
  }
  return statement
}

function statementsOf(client: Pick<pg.Client, "query">): Statements {
  const query = (sql: string, values: readonly Value[]) =>
    client.query({ ...prepare(sql), values: [...values] })
  return {
    all: async (sql, values = []) => (await query(sql, values)).rows,
    get: async (sql, values = []) => (await query(sql, values)).rows[0],
    run: async (sql, values = []) => (await query(sql, values)).rowCount ?? 0,
  }
}

/** Runs the jobs of one lane in order. @param values takes their results, each at its job's place. */
async function runLane(lane: number[], jobs: Job[], tx: Statements, values: unknown[]): Promise<void> {
  for (const i of lane) values[i] = await jobs[i]?.operation(tx)
}

/**
 * PostgreSQL 15 and newer: a pool that reads, and one pipelined connection that writes, so that the statements of a
 * group's lanes travel together and a group costs a few round trips, however many rooms it writes to.
 */
export function openPostgres(
  url: string,
  committed?: (jobs: number) => void,
  failed?: (error: Error) => void,
): Database {
  const options = {
    connectionString: url,
    types,
    connectionTimeoutMillis: 5_000,
    application_name: "parley",
    // Our statements are short: compiling one takes longer than running it. What they look for is found by a key; a plan
    // made while a table was short, or not yet looked at by the server, would read all of it ever after.
    options: "-c jit=off -c enable_seqscan=off",
  }
  const readers = new pg.Pool({ ...options, max: 8 })
  const writers = new pg.Pool({ ...options, max: 1, pipeline: true } as pg.PoolConfig)
  for (const pool of [readers, writers]) {
    pool.on("error", error => failed?.(error))
    // A connection that breaks while it is in use tells its own listeners, and without one it ends the process.
    pool.on("connect", client => client.on("error", error => failed?.(error)))
  }
  const group = new GroupCommit(retried, committed)

  async function retried(jobs: Job[], attempt = 1): Promise<unknown[]> {
    try {
      return await runGroup(jobs)
    } catch (error) {
      if (attempt < 5 && retryable.has((error as { code?: string }).code ?? ""))
        return retried(jobs, attempt + 1)
      throw error
    }
  }

  async function runGroup(jobs: Job[]): Promise<unknown[]> {
    const client = await writers.connect()
    let broken: Error | undefined
    try {
      const begun = client.query("BEGIN")
      const tx = statementsOf(client)
      const values: unknown[] = []
      const lanes = Map.groupBy(jobs.keys(), i => jobs[i]?.lane).values()
      const outcomes = await Promise.allSettled([
        begun,
        ...lanes.map(lane => runLane(lane, jobs, tx, values)),
      ])
      const failure = outcomes.find(outcome => outcome.status === "rejected")
      if (failure) {
        await client.query("ROLLBACK").catch(error => {
          broken = error
        })
        throw failure.reason
      }
      await client.query("COMMIT").catch(error => {
        broken = error
        throw isRefusal(error)
          ? error
          : new CommitUncertain("the database did not answer the commit", { cause: error })
      })
      return values
    } finally {
      client.release(broken)
    }
  }

  async function migrate(steps: (tx: Statements) => Promise<void>): Promise<void> {
    await group.write(async tx => {
      await tx.get("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7262539)) AS held")
      await steps(tx)
    })
  }

  return {
    engine: "postgres",
    ...statementsOf(readers as unknown as pg.Client),
    write: (operation, lane) => group.write(operation, lane),
    writeSoon: (operation, lane) => group.writeSoon(operation, lane),
    migrate,
    ping: async () => void (await readers.query("SELECT 1")),
    close: async () => {
      await group.drain()
      await Promise.all([readers.end(), writers.end()])
    },
  }
}
