import type { Statements } from "./database.ts"

/** What is to be sent once, however often it is asked for; hex digits both. */
export interface SentKey {
  /** Hash of who sends, and of the key that they chose for it. */
  id: string
  /** Hash of what they send. */
  fingerprint: string
}

/** How long a key is remembered. */
const lifeMs = 24 * 60 * 60 * 1000

/** What was sent with a key, and what came of it. */
export async function findSent(
  db: Statements,
  id: string,
  now: number,
): Promise<{ fingerprint: string; answer: string } | undefined> {
  return db.get("SELECT fingerprint, answer FROM sent_keys WHERE id = ? AND sent_at > ?", [id, now - lifeMs])
}

/**
 * Writes for whoever comes first with a key; a write that comes to nothing leaves the key free.
 * @param key absent, the write is made as often as it is asked for.
 * @param answerOf what came of it, as text.
 * @returns undefined where the key is taken; nothing is written then.
 */
export async function writeOnce<T>(
  tx: Statements,
  key: SentKey | undefined,
  now: number,
  write: () => Promise<T>,
  answerOf: (value: T) => string | undefined,
): Promise<{ value: T } | undefined> {
  if (!key) return { value: await write() }
  if (!(await takeKey(tx, key, now))) return undefined
  const value = await write()
  const answer = answerOf(value)
  if (answer === undefined) await tx.run("DELETE FROM sent_keys WHERE id = ?", [key.id])
  else await answerSent(tx, key.id, answer)
  return { value }
}

/** Before anything else is written, so that another process with the same key waits, and then finds it taken. */
async function takeKey(tx: Statements, { id, fingerprint }: SentKey, now: number): Promise<boolean> {
  const taken = await tx.run(
    `INSERT INTO sent_keys (id, fingerprint, answer, sent_at) VALUES (?, ?, '', ?)
     ON CONFLICT (id) DO UPDATE
     SET fingerprint = excluded.fingerprint, answer = excluded.answer, sent_at = excluded.sent_at
     WHERE sent_keys.sent_at <= ?`,
    [id, fingerprint, now, now - lifeMs],
  )
  if (taken === 1) await forgetNeighbours(tx, id, now)
  return taken === 1
}

/** Ids lie evenly, so that a look at the next few of each new one sweeps the table. */
async function forgetNeighbours(tx: Statements, id: string, now: number): Promise<void> {
  await tx.run(
    `DELETE FROM sent_keys WHERE sent_at <= ? AND id IN (SELECT id FROM sent_keys WHERE id > ? ORDER BY id LIMIT 8)`,
    [now - lifeMs, id],
  )
}

export async function answerSent(tx: Statements, id: string, answer: string): Promise<void> {
  await tx.run("UPDATE sent_keys SET answer = ? WHERE id = ?", [answer, id])
}
