import { fold, gramsNeeded } from "../lib/grams.ts"
import { pageAllMessages, pageRoomMessages } from "../store/message-overview.ts"
import { findMessage, listMessagesById, type MessageRow } from "../store/messages.ts"
import { findRoom } from "../store/rooms.ts"
import { listCandidates } from "../store/search.ts"
import { viewMessages } from "../store/views.ts"
import { countVisible } from "../store/visibility.ts"
import { textsOf } from "../wire/message-texts.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { noMessage } from "./message-access.ts"
import type { MessageList } from "./message-search.ts"
import { noRoom } from "./rights.ts"
import { messageKinds } from "./search-messages.ts"
import { getTotals } from "./totals.ts"

/** A search finds, and counts, no more. */
const mostFound = 1000

interface Page {
  skip: number
  limit: number
}

/** Messages of all rooms, hidden ones included, newest first; with a text, the newest thousand that hold it. */
export async function searchAllMessages(
  ctx: Context,
  { search, roomId }: { search: string; roomId?: string },
  page: Page,
): Promise<MessageList> {
  const phrase = fold(search)
  if (phrase !== "") return findEverywhere(ctx, phrase, roomId, page)
  if (roomId !== undefined)
    throw new ChatError("MISSING_PARAMETER", "search is missing: say what to look for.")
  const messages = await pageAllMessages(ctx.db, page)
  return { totalCount: (await getTotals(ctx)).messages, messages: await viewMessages(ctx.db, messages) }
}

async function findEverywhere(
  ctx: Context,
  phrase: string,
  roomId: string | undefined,
  { skip, limit }: Page,
): Promise<MessageList> {
  await ctx.searchCaughtUp()
  const roomIds = roomId === undefined ? null : new Set([roomId])
  const hits: MessageRow[] = []
  for await (const found of listCandidates(ctx.db, { ...gramsNeeded(phrase), roomIds, filesOnly: false })) {
    const ids = found.map(({ messageId }) => messageId)
    for (const message of (await listMessagesById(ctx.db, ids)).values())
      if (holds(message, phrase)) hits.push(message)
    if (hits.length >= mostFound) break
  }
  const newest = hits.sort((a, b) => b.createdAt - a.createdAt || b.seq - a.seq).slice(0, mostFound)
  const messages = await viewMessages(ctx.db, newest.slice(skip, skip + limit))
  return { totalCount: newest.length, messages }
}

function holds({ messageType, content }: MessageRow, phrase: string): boolean {
  const texts = textsOf(messageType, content)
  return texts !== undefined && Object.values(messageKinds).some(has => has(texts, phrase))
}

/**
 * Messages of one room, newest first. @param before the id of one that they are all older than.
 * @throws ChatError ROOM_NOT_FOUND, MESSAGE_NOT_FOUND
 */
export async function listRoomMessages(
  ctx: Context,
  roomId: string,
  { before, limit }: { before?: string; limit: number },
): Promise<MessageList> {
  const room = await findRoom(ctx.db, roomId)
  if (!room) throw noRoom()
  const anchor = before === undefined ? undefined : await findMessage(ctx.db, before)
  if (before !== undefined && anchor?.roomId !== roomId) throw noMessage()
  const messages = await pageRoomMessages(ctx.db, roomId, { before: anchor, limit })
  const totalCount = await countVisible(ctx.db, room, { clientId: null, seesHidden: true })
  return { totalCount, messages: await viewMessages(ctx.db, messages) }
}
