/** What a statement may be given; a list stands for the `?` of `= ANY(?)`. */
export type Value = string | number | null | readonly string[]

/** SQLite answers at once, PostgreSQL later: `await` serves both. */
type Answer<T> = T | Promise<T>

/**
 * Statements in the SQL that both engines share, with `?` for values. The engines translate `?`, `= ANY(?)` and two
 * marks that only one of them needs: `/*for update*\/`, a row that is locked until the commit, and `/*clustered*\/`, a
 * table kept in the order of its key. Everything else must be understood by SQLite and PostgreSQL alike.
 */
export interface Statements {
  all<Row>(sql: string, values?: readonly Value[]): Answer<Row[]>
  /** The first row, if any. */
  get<Row>(sql: string, values?: readonly Value[]): Answer<Row | undefined>
  /** @returns how many rows were written. */
  run(sql: string, values?: readonly Value[]): Answer<number>
}

/**
 * One write: what it runs takes effect wholly or not at all. It waits for nothing but its own statements, and it may run
 * a second time if its group fails.
 */
export type Operation<T> = (tx: Statements) => Promise<T>

/**
 * The one interface of both engines. Its own statements read committed data only; writes go through `write`, which
 * gathers many callers into one durable transaction and answers each after the commit.
 */
export interface Database extends Statements {
  readonly engine: "sqlite" | "postgres"
  /**
   * @param lane operations of one lane run one after the other; those of different lanes may take turns, so whatever
   * reads before it writes names what it is about: a room, a user. Absent, the lane of all who name none.
   */
  write<T>(operation: Operation<T>, lane?: string): Promise<T>
  /** The same for what nobody waits for: it joins the next commit, and has one of its own only after a while. */
  writeSoon<T>(operation: Operation<T>, lane?: string): Promise<T>
  /** Runs statements of a migration, each text one statement, in one transaction that no other process enters. */
  migrate(steps: (tx: Statements) => Promise<void>): Promise<void>
  ping(): Promise<void>
  /** Commits what was accepted, then closes. */
  close(): Promise<void>
}
