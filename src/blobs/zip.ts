import { basename } from "node:path/posix"
import type { Readable } from "node:stream"
import { type Entry, openPromise, type ZipFile } from "yauzl"

interface Packed {
  /** Without its folders: nobody should follow them. */
  name: string
  open: () => Promise<Readable>
}

/** A reader that turns away in the middle is told no more: what is still inflated then fails with nobody listening. */
async function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  const stream = await zip.openReadStreamPromise(entry)
  return stream.on("error", () => {})
}

/**
 * The files of a zip archive, one after the other; each is inflated only while it is read.
 * @throws Error when it is no such archive, or a broken one.
 */
export async function* openZip(path: string): AsyncGenerator<Packed> {
  const zip = await openPromise(path, { decodeStrings: false, lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    const fileName = entry.fileName.toString()
    if (fileName.endsWith("/")) continue
    yield { name: basename(fileName), open: () => openEntry(zip, entry) }
  }
}
