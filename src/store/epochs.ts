import { randomBytes } from "node:crypto"
import type { Database, Statements } from "./database.ts"

/**
 * Cursors are numbers of commits, and only good in the history that they were given in. A database that was restored
 * from a backup is another history from there on, and whoever holds a later cursor must be told (docs/decisions/0010).
 */

/** What cursors given from now on belong to: a new epoch wherever it is not sure that history goes on. */
export async function openEpoch(db: Database): Promise<void> {
  if (db.engine === "postgres") return openOnPostgres(db)
  // The copy of a file goes on from wherever it was made: each start is an epoch, and says from where it went on.
  await db.migrate(tx => insertEpoch(tx, "", "stamp()"))
}

/**
 * Many processes share one history here, and stamps are the server's own transaction numbers: an epoch lasts as long as
 * server, timeline, database and tables are the same. Numbers that begin again elsewhere are lifted above all that is stored.
 */
async function openOnPostgres(db: Database): Promise<void> {
  await db.migrate(async tx => {
    const here = await tx.get<{ identity: string; xid: number }>(
      `SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
         substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
         (SELECT oid FROM pg_database WHERE datname = current_database()), 'rooms'::regclass::oid) AS identity,
         pg_current_xact_id()::text::bigint AS xid`,
    )
    const newest = await tx.get<{ identity: string }>(
      "SELECT identity FROM epochs ORDER BY position DESC LIMIT 1",
    )
    if (!here || here.identity === newest?.identity) return
    const greatest = await tx.get<{ stamp: number }>(
      `SELECT GREATEST((SELECT MAX(stamp) FROM rooms), (SELECT MAX(stamp) FROM members),
         (SELECT MAX(GREATEST(rooms, prefs, invitations)) FROM client_stamps), 0) AS stamp`,
    )
    const lift = Math.max(0, (greatest?.stamp ?? 0) + 1 - here.xid)
    const numbers = {
      stamp: "pg_current_xact_id()",
      stamp_horizon: "pg_snapshot_xmin(pg_current_snapshot())",
    }
    for (const [name, xid] of Object.entries(numbers)) {
      await tx.run(
        `CREATE OR REPLACE FUNCTION ${name}() RETURNS BIGINT LANGUAGE sql
         AS 'SELECT ${xid}::text::bigint + ${lift}'`,
      )
    }
    await insertEpoch(tx, here.identity, "0")
  })
}

/** @param continuesAt as SQL. */
async function insertEpoch(tx: Statements, identity: string, continuesAt: string): Promise<void> {
  await tx.run(
    `INSERT INTO epochs (position, id, identity, continues_at)
     SELECT COALESCE(MAX(position), 0) + 1, CAST(? AS TEXT), CAST(? AS TEXT), ${continuesAt} FROM epochs`,
    [randomBytes(9).toString("base64url"), identity],
  )
}

/** A place in history: all that was committed before this number had been seen. */
export interface Moment {
  epoch: string
  stamp: number
}

/** The present. What is read after it is at least as new. */
export async function presentMoment(db: Statements): Promise<Moment> {
  const horizon = await db.get<{ stamp: number }>('SELECT stamp_horizon() AS "stamp"')
  const epoch = await db.get<{ id: string }>("SELECT id FROM epochs ORDER BY position DESC LIMIT 1")
  return { epoch: epoch?.id ?? "", stamp: horizon?.stamp ?? 0 }
}

/** Whether a moment lies in the history of this database, so that nothing seen before it was lost since. */
export async function isPast(db: Statements, { epoch, stamp }: Moment): Promise<boolean> {
  const given = await db.get<{ continuesAt: number | null; horizon: number }>(
    `SELECT (SELECT MIN(continues_at) FROM epochs later WHERE later.position > epochs.position) AS "continuesAt",
       stamp_horizon() AS "horizon" FROM epochs WHERE id = ?`,
    [epoch],
  )
  return given !== undefined && stamp <= (given.continuesAt ?? given.horizon)
}
