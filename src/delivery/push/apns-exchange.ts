import { type ClientHttp2Session, constants } from "node:http2"
import type { Answer } from "../outbound.ts"

const { NGHTTP2_REFUSED_STREAM } = constants

/** More of an answer than this is not read: Apple's are a line. */
const longestAnswer = 4096

export interface Request {
  path: string
  headers: Record<string, string>
  body: string
}

interface Exchanged {
  /** Absent when the stream ended without a whole one. */
  answer?: Answer
  /** Absent when nothing was sent. */
  streamId?: number
  /** The host certainly did not look at it. */
  refused: boolean
}

/** One request and its answer on a stream of its own. Never throws. */
export function exchange(
  session: ClientHttp2Session,
  { path, headers, body }: Request,
  signal: AbortSignal,
): Promise<Exchanged> {
  return new Promise(resolve => {
    const stream = session.request({ ":method": "POST", ":path": path, ...headers }, { signal })
    let text = ""
    let ended = false
    let head: Omit<Answer & { answered: true }, "body"> | undefined
    stream.setEncoding("utf8")
    stream.on("response", received => {
      head = { answered: true, status: received[":status"] ?? 0, headers: received }
    })
    stream.on("data", (chunk: string) => {
      if (text.length < longestAnswer) text += chunk
    })
    stream.on("end", () => {
      // A lost session ends what it carries too.
      ended = !session.destroyed
    })
    // What an error means shows at the close that follows it.
    stream.on("error", () => {})
    stream.on("close", () => {
      // A success is one whatever becomes of the rest; other answers say why only at their end.
      const answer = head && (ended || head.status === 200) ? { ...head, body: text } : undefined
      resolve({ answer, streamId: stream.id, refused: stream.rstCode === NGHTTP2_REFUSED_STREAM })
    })
    stream.end(body)
  })
}
