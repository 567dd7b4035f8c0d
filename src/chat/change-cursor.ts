import type { ChangedRoom } from "../store/changes.ts"
import type { Moment } from "../store/epochs.ts"
import { ChatError } from "./error.ts"

/** How far a client has seen the changes. Within an answer of several pages, also where the next page begins. */
export interface ChangeCursor extends Moment {
  /** The moment the cursor stands for once all pages were read, and the last room of the pages so far. */
  paging?: { until: number; after: Pick<ChangedRoom, "at" | "roomId"> }
}

/** As text that means nothing to clients. */
export function writeCursor({ epoch, stamp, paging }: ChangeCursor): string {
  const parts = paging ? [epoch, stamp, paging.until, paging.after.at, paging.after.roomId] : [epoch, stamp]
  return Buffer.from(JSON.stringify(parts)).toString("base64url")
}

/** @throws ChatError INVALID_PARAMETER when the text is none of ours. */
export function readCursor(text: string): ChangeCursor {
  const [epoch, stamp, until, at, roomId, ...more] = partsOf(text)
  const isWhole = more.length === 0 && isId(epoch) && Number.isSafeInteger(stamp)
  if (isWhole && until === undefined) return { epoch, stamp: stamp as number }
  const isPaging = Number.isSafeInteger(until) && Number.isSafeInteger(at) && isId(roomId)
  if (!isWhole || !isPaging)
    throw new ChatError("INVALID_PARAMETER", "since must be a cursor that this server gave.")
  return {
    epoch,
    stamp: stamp as number,
    paging: { until: until as number, after: { at: at as number, roomId } },
  }
}

const isId = (part: unknown): part is string => typeof part === "string" && !part.includes("\0")

function partsOf(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
