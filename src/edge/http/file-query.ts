import type { FileRow } from "../../store/files.ts"
import { isObject } from "./conditions.ts"
import { type Fields, filterOf, parseFilter } from "./filter.ts"
import { bodyInstant } from "./instants.ts"

const fields = new Map<string, (file: FileRow) => unknown>([
  ["_id", file => file.id],
  ["id", file => file.id],
  ["filename", file => file.filename],
  ["mimetype", file => file.mimetype],
  ["length", file => file.length],
  ["md5", file => file.md5],
  ["client", file => file.clientId],
  ["bucketName", file => file.bucket],
  ["uploadDate", file => new Date(file.createdAt)],
  ["uploadDateMS", file => file.createdAt],
])

/** What `q` may ask of a file; of its own data by path, like `extra.roomID`. */
const fieldsOfFile: Fields<FileRow> = field => {
  const [first, ...path] = field.split(".")
  if (first === "extra") return file => path.reduce(inside, file.extra)
  return fields.get(field)
}

const inside = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** @returns undefined when nothing is asked for. @throws ChatError INVALID_QUERY */
export function readFileFilter(q: string | undefined): ((files: FileRow[]) => FileRow[]) | undefined {
  const filter = parseFilter(q, "q", "INVALID_QUERY")
  if (!filter || Object.keys(filter).length === 0) return undefined
  return filterOf(filter, fieldsOfFile, "q", "INVALID_QUERY")
}

/** Reads the ends of a span of time; without one, all of it. @returns ms since the epoch. */
export function readSpan(body: { rangeStart?: unknown; rangeEnd?: unknown }): { from: number; to: number } {
  return {
    from: bodyInstant(body.rangeStart, "rangeStart") ?? 0,
    to: bodyInstant(body.rangeEnd, "rangeEnd") ?? Number.MAX_SAFE_INTEGER,
  }
}
