import type { Bytes } from "../blobs/blobs.ts"
import { contentTypeOf } from "../blobs/content-type.ts"
import type { Upload } from "../blobs/incoming.ts"
import { readPicture } from "../blobs/picture.ts"
import { openZip } from "../blobs/zip.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** Bytes of the archive, of a picture, and of all pictures of a set. */
const largest = { zip: 20_000_000, picture: 1_000_000, set: 40_000_000 }
const mostEntries = 1000

/** All that is taken of an archive: the set's tab, and up to 99 stickers (contract: rest-extended.md 1.10). */
const taken = /^(tab|0[1-9]|[1-9]\d)\.png$/

/** @throws ChatError PAYLOAD_TOO_LARGE */
export async function receiveStickers(ctx: Context, content: Bytes): Promise<Upload> {
  const archive = await ctx.blobs.receive(content, largest.zip)
  if (!archive) throw tooLarge(`The archive is too large: at most ${largest.zip} bytes are taken.`)
  return archive
}

/** @param pictures takes what was unpacked, by name. @throws ChatError INVALID_PARAMETER, PAYLOAD_TOO_LARGE */
export async function unpackStickers(
  ctx: Context,
  archive: Upload,
  pictures: Map<string, Upload>,
): Promise<void> {
  let entries = 0
  let left = largest.set
  try {
    for await (const { name, open } of openZip(archive.path)) {
      if (++entries > mostEntries) throw tooLarge(`The archive holds more than ${mostEntries} files.`)
      if (!taken.test(name) || pictures.has(name)) continue
      const picture = await ctx.blobs.receive(await open(), Math.min(largest.picture, left))
      if (!picture)
        throw tooLarge(`${name} is too large: ${largest.picture} bytes, and ${largest.set} for all.`)
      pictures.set(name, picture)
      left -= picture.length
      if (!(await isPng(picture))) throw flawed(`${name} is no PNG picture that can be opened.`)
    }
  } catch (error) {
    if (error instanceof ChatError || (error as NodeJS.ErrnoException).syscall) throw error
    throw flawed("file must be a zip archive that is not encrypted.")
  }
  if (pictures.size === 0) throw flawed("The archive holds neither tab.png nor 01.png to 99.png.")
}

async function isPng({ head, path }: Upload): Promise<boolean> {
  const type = await contentTypeOf(head, "")
  return /^image\/a?png$/.test(type) && (await readPicture(path, type)) !== undefined
}

const tooLarge = (sentence: string) => new ChatError("PAYLOAD_TOO_LARGE", sentence)
const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", sentence)
