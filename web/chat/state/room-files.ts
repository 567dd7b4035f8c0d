import type { Message } from "../wire/models.ts"
import { isText, textOf } from "./message-kinds.ts"
import type { Session } from "./session.ts"
import { splitText } from "./text-parts.ts"

export type Shelf = "media" | "files" | "links"

const QUERIES: Record<Shelf, object> = {
  media: { messageType: { $in: ["image", "mixed", "video"] } },
  files: { messageType: { $in: ["file", "audio"] } },
  links: { messageType: { $in: ["text", "mixed"] }, message: { $regex: "https?://" } },
}

/** What was shared in a room, newest first, as far back as the server looks. @throws RequestError */
export async function listShared({ client }: Session, roomId: string, shelf: Shelf): Promise<Message[]> {
  const q = JSON.stringify({ room: roomId, ...QUERIES[shelf] })
  const query = new URLSearchParams({ q, limit: "100" })
  return (await client.request<{ data: Message[] }>("GET", `/messages?${query}`)).data
}

/** The addresses in a message's text. */
export function linksIn(message: Message): string[] {
  if (!isText(message)) return []
  return splitText(textOf(message)).flatMap(part => (part.kind === "link" ? [part.href] : []))
}
