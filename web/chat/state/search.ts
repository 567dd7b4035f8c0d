import type { Message } from "../wire/models.ts"
import type { Session } from "./session.ts"

/** Most hits that are shown. */
const MOST = 100

/** Messages of one room that hold the words, newest first. @throws RequestError */
export async function searchIn({ client }: Session, roomId: string, words: string): Promise<Message[]> {
  const body = { message: words, room: roomId, limit: MOST }
  const { data } = await client.request<{ data: Message[] }>("POST", "/messages/search", body)
  return data.filter(({ room }) => room === roomId)
}
