import { sha256 } from "../lib/ids.ts"
import type { Statements } from "./database.ts"

/** A token of a user, issued by the server or bound by a backend. Times in ms since the epoch. */
export interface TokenRow {
  token: string
  clientId: string
  expiresAt: number
  createdAt: number
  updatedAt: number
}

const columns = `token, client_id AS "clientId", expires_at AS "expiresAt", created_at AS "createdAt",
  updated_at AS "updatedAt"`

export async function findToken(db: Statements, token: string): Promise<TokenRow | undefined> {
  return db.get<TokenRow>(`SELECT ${columns} FROM tokens WHERE token_hash = ?`, [sha256(token)])
}

/** Stores a token, or renews its end. @returns undefined when the token belongs to another user; nothing is written then. */
export async function upsertToken(
  tx: Statements,
  token: Pick<TokenRow, "token" | "clientId" | "expiresAt">,
  now: number,
): Promise<TokenRow | undefined> {
  return tx.get<TokenRow>(
    `INSERT INTO tokens (token_hash, token, client_id, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at, updated_at = excluded.updated_at
     WHERE tokens.client_id = excluded.client_id
     RETURNING ${columns}`,
    [sha256(token.token), token.token, token.clientId, token.expiresAt, now, now],
  )
}

/** Forgets tokens of a user that ended before an instant. */
export async function deleteExpiredTokens(tx: Statements, clientId: string, before: number): Promise<void> {
  await tx.run("DELETE FROM tokens WHERE client_id = ? AND expires_at < ?", [clientId, before])
}

/** Removes one token of a user, or all but `kept`. @returns the removed ones. */
export async function deleteTokens(
  tx: Statements,
  clientId: string,
  which: { token: string } | { kept: string | null },
): Promise<TokenRow[]> {
  const [condition, value] =
    "token" in which ? ["token_hash = ?", sha256(which.token)] : ["token_hash <> ?", sha256(which.kept ?? "")]
  return tx.all<TokenRow>(`DELETE FROM tokens WHERE client_id = ? AND ${condition} RETURNING ${columns}`, [
    clientId,
    value,
  ])
}

/** The tokens of a user, the newest first. */
export const listTokensOf = (db: Statements, clientId: string) =>
  db.all<TokenRow>(`SELECT ${columns} FROM tokens WHERE client_id = ? ORDER BY created_at DESC, token_hash`, [
    clientId,
  ])
