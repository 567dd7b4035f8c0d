import type { FastifyReply, FastifyRequest } from "fastify"
import type { ByteRange, Content } from "../../blobs/blobs.ts"
import { ChatError } from "../../chat/error.ts"

/** Something of bytes that can be had again: it never changes under its tag. */
export interface Served {
  /** Letters that an ETag may hold. */
  tag: string
  cacheControl: string
  headers: Record<string, string>
  /** Bytes of the whole; absent when only opening it tells, and no part of it can be asked for. */
  length?: number
  open: (range?: ByteRange) => Promise<Content>
}

/** Answers with content: whole, in part, not at all to who has it already, or its headers alone (RFC 9110). */
export async function sendContent(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  { tag, cacheControl, length, open, ...served }: Served,
): Promise<FastifyReply> {
  const etag = `"${tag}"`
  const lasting = { etag, "cache-control": cacheControl }
  if (namesTag(headers["if-none-match"], etag)) return reply.headers(lasting).status(304).send()
  const described = {
    ...lasting,
    ...served.headers,
    "accept-ranges": length === undefined ? "none" : "bytes",
    ...(length === undefined ? {} : { "content-length": length }),
  }
  if (method === "HEAD") return reply.headers(described).send()
  const mayBePart =
    length !== undefined && [undefined, etag].includes(headers["if-range"] as string | undefined)
  const range = mayBePart ? rangeOf(headers.range, length) : undefined
  if (range === "outside") {
    reply.header("content-range", `bytes */${length}`)
    throw new ChatError("RANGE_NOT_SATISFIABLE", `The file has ${length} bytes: ask for some of these.`)
  }
  const content = await open(range)
  reply.headers({ ...described, "content-length": content.length })
  if (range) reply.status(206).header("content-range", `bytes ${range.first}-${range.last}/${length}`)
  return reply.send(content.stream)
}

function namesTag(list: string | undefined, etag: string): boolean {
  const tags = (list ?? "").split(",").map(tag => tag.trim().replace(/^W\//, ""))
  return tags.includes(etag) || tags.includes("*")
}

/** Several ranges, and what is no range, are answered with the whole. */
function rangeOf(header: string | undefined, length: number): ByteRange | "outside" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? []
  if (from === "" && to === "") return undefined
  const first = from === "" ? Math.max(0, length - Number(to)) : Number(from)
  const last = from === "" || to === "" ? length - 1 : Math.min(Number(to), length - 1)
  if (first >= length) return "outside"
  return last < first ? undefined : { first, last }
}
