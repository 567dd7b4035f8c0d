import { isoOf } from "../lib/clock.ts"
import type { FileRow } from "../store/files.ts"

/** Where a file is found, from the server's root; an id may hold slashes. */
export const pathOfFile = ({ bucket, id }: FileRow): string =>
  `/files/${encodeURIComponent(bucket)}/${id.split("/").map(encodeURIComponent).join("/")}`

/** The record of a file (contract: rest-extended.md 3.5); `width`, `height` and `thumbnailUrl` are ours. */
export function presentFile(file: FileRow, appID: string) {
  return {
    _id: file.id,
    id: file.id,
    appID,
    bucketName: file.bucket,
    filename: file.filename,
    mimetype: file.mimetype,
    length: file.length,
    md5: file.md5,
    ...(file.clientId === null ? {} : { client: file.clientId }),
    extra: file.extra,
    ...(file.width === null ? {} : { width: file.width, height: file.height }),
    ...(file.thumbnailType === null ? {} : { thumbnailUrl: `${pathOfFile(file)}?thumbnail=1` }),
    uploadDate: isoOf(file.createdAt),
    uploadDateMS: file.createdAt,
  }
}

/** Longer data would fill the room that clients have for all headers. */
const longestExtra = 4096

/** The record once more, as headers of its content (contract: openapi.yaml headFile). */
export function presentFileHeaders(file: FileRow, appID: string): Record<string, string> {
  const extra = JSON.stringify(file.extra).replace(
    /[\u007f-\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
  const fields = {
    id: file.id,
    ObjectID: file.id,
    filename: file.filename,
    md5: file.md5,
    client: file.clientId ?? "",
    bucketName: file.bucket,
    appID,
    chunkSize: "261120",
    uploadDate: isoOf(file.createdAt),
    uploadDateMS: String(file.createdAt),
  }
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, text]) => [`x-imkit-${name}`, asciiOf(text)])),
    ...(extra.length > longestExtra ? {} : { "x-imkit-extra": extra }),
  }
}

/** Text as a header can hold it: percent-encoded if it is more than plain letters. */
const asciiOf = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text))
