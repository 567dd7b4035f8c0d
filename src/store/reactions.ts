import type { Statements } from "./database.ts"
import {
  type MessageRow,
  messageColumns,
  messageOf,
  type Reaction,
  type StoredMessage,
  touched,
} from "./messages.ts"

/**
 * Replaces the reactions of a message by what `change` makes of them.
 * @returns undefined when the message is gone, or `change` returned undefined.
 */
export async function updateReactions(
  tx: Statements,
  id: string,
  change: (reactions: Reaction[]) => Reaction[] | undefined,
  now: number,
): Promise<MessageRow | undefined> {
  const before = await tx.get<{ json: string | null }>(
    "SELECT reactions_json AS json FROM messages WHERE id = ? /*for update*/",
    [id],
  )
  const after = before && change(before.json ? JSON.parse(before.json) : [])
  if (!after) return
  const stored = await tx.get<StoredMessage>(
    `UPDATE messages SET reactions_json = ?, ${touched} WHERE id = ? RETURNING ${messageColumns}`,
    [after.length === 0 ? null : JSON.stringify(after), now, now, id],
  )
  return stored && messageOf(stored)
}
