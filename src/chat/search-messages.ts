import { fold, gramsNeeded } from "../lib/grams.ts"
import type { MessageRow } from "../store/messages.ts"
import { listCandidates, listSeen } from "../store/search.ts"
import { type MessageTexts, textsOf } from "../wire/message-texts.ts"
import type { Context } from "./context.ts"
import type { Seeker } from "./search-rooms.ts"

const has = (text: string, phrase: string) => fold(text).includes(phrase)

/** Kinds of search that answer messages: what each looks for the phrase in. */
export const messageKinds = {
  messages: ({ text }: MessageTexts, phrase: string) => has(text, phrase),
  files: ({ text, file }: MessageTexts, phrase: string) =>
    file !== null && (has(file, phrase) || has(text, phrase)),
}

export type MessageKind = keyof typeof messageKinds

/**
 * The newest messages of a user's rooms that hold a phrase and that the user sees. The index says which may; what is
 * answered was read and compared.
 * @param phrase what `fold` returned.
 */
export async function findMessages(
  ctx: Context,
  { clientId, rooms }: Pick<Seeker, "clientId" | "rooms">,
  kind: MessageKind,
  phrase: string,
  limit: number,
): Promise<MessageRow[]> {
  const own = new Set(rooms.map(room => room.id))
  const hits: MessageRow[] = []
  if (own.size === 0) return hits
  const query = { ...gramsNeeded(phrase), roomIds: own, filesOnly: kind === "files" }
  for await (const found of listCandidates(ctx.db, query)) {
    const ids = found.map(({ messageId }) => messageId)
    for (const message of (await listSeen(ctx.db, ids, clientId)).values()) {
      const texts = textsOf(message.messageType, message.content)
      if (own.has(message.roomId) && texts && messageKinds[kind](texts, phrase)) hits.push(message)
    }
    if (hits.length >= limit) break
  }
  return hits.sort((a, b) => b.createdAt - a.createdAt || b.seq - a.seq).slice(0, limit)
}
