import type { Statements } from "./database.ts"

/** A person at the dashboard. Times in ms since the epoch; `lastSignInAt` is 0 before the first sign-in. */
export interface OperatorRow {
  name: string
  /** What chat/passwords.ts made of it. */
  password: string
  createdAt: number
  lastSignInAt: number
}

const columns = `name, password, created_at AS "createdAt", last_sign_in_at AS "lastSignInAt"`

export const findOperator = (db: Statements, name: string) =>
  db.get<OperatorRow>(`SELECT ${columns} FROM operators WHERE name = ?`, [name])

export const listOperators = (db: Statements) =>
  db.all<OperatorRow>(`SELECT ${columns} FROM operators ORDER BY name`)

export async function countOperators(db: Statements): Promise<number> {
  const row = await db.get<{ count: number }>("SELECT COUNT(*) AS count FROM operators")
  return row?.count ?? 0
}

/** @returns false when the name is taken; nothing is written then. */
export async function insertOperator(
  tx: Statements,
  { name, password }: Pick<OperatorRow, "name" | "password">,
  now: number,
): Promise<boolean> {
  const written = await tx.run(
    `INSERT INTO operators (name, password, created_at, last_sign_in_at) VALUES (?, ?, ?, 0)
     ON CONFLICT (name) DO NOTHING`,
    [name, password, now],
  )
  return written === 1
}

/** @returns false when there is no such operator. */
export async function updateOperatorPassword(
  tx: Statements,
  { name, password }: Pick<OperatorRow, "name" | "password">,
): Promise<boolean> {
  return (await tx.run("UPDATE operators SET password = ? WHERE name = ?", [password, name])) === 1
}

export async function noteSignIn(tx: Statements, name: string, now: number): Promise<void> {
  await tx.run("UPDATE operators SET last_sign_in_at = ? WHERE name = ?", [now, name])
}

export async function deleteOperator(tx: Statements, name: string): Promise<boolean> {
  return (await tx.run("DELETE FROM operators WHERE name = ?", [name])) === 1
}

/** All names, held until the commit. */
export async function lockOperators(tx: Statements): Promise<string[]> {
  const rows = await tx.all<{ name: string }>("SELECT name FROM operators ORDER BY name /*for update*/")
  return rows.map(row => row.name)
}
