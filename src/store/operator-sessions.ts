import { sha256 } from "../lib/ids.ts"
import type { Statements } from "./database.ts"

/** An operator's sign-in on one browser. Times in ms since the epoch. */
export interface OperatorSession {
  operator: string
  createdAt: number
  seenAt: number
}

export async function insertSession(
  tx: Statements,
  token: string,
  operator: string,
  now: number,
): Promise<void> {
  await tx.run("INSERT INTO operator_sessions (id, operator, created_at, seen_at) VALUES (?, ?, ?, ?)", [
    sha256(token),
    operator,
    now,
    now,
  ])
}

export const findSession = (db: Statements, token: string) =>
  db.get<OperatorSession>(
    `SELECT operator, created_at AS "createdAt", seen_at AS "seenAt" FROM operator_sessions WHERE id = ?`,
    [sha256(token)],
  )

export async function touchSession(tx: Statements, token: string, now: number): Promise<void> {
  await tx.run("UPDATE operator_sessions SET seen_at = ? WHERE id = ?", [now, sha256(token)])
}

export async function deleteSession(tx: Statements, token: string): Promise<void> {
  await tx.run("DELETE FROM operator_sessions WHERE id = ?", [sha256(token)])
}

/** Ends the sign-ins of an operator. @param kept the token of one that stays. */
export async function deleteSessionsOf(tx: Statements, operator: string, kept = ""): Promise<void> {
  await tx.run("DELETE FROM operator_sessions WHERE operator = ? AND id <> ?", [operator, sha256(kept)])
}

/** Forgets what nobody can use any more. */
export async function deleteStaleSessions(
  tx: Statements,
  { createdBefore, seenBefore }: { createdBefore: number; seenBefore: number },
): Promise<void> {
  await tx.run("DELETE FROM operator_sessions WHERE created_at < ? OR seen_at < ?", [
    createdBefore,
    seenBefore,
  ])
}
