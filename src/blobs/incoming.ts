import { createHash } from "node:crypto"
import { mkdir, open, readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { newId } from "../lib/ids.ts"
import type { Blobs, Bytes } from "./blobs.ts"

/** What was received: a file that is to be kept or discarded. */
export interface Upload {
  path: string
  length: number
  /** Hex digits. */
  md5: string
  /** The first bytes, enough to tell what they are. */
  head: Buffer
  /** Removes the file unless it was taken away. */
  discard: () => Promise<void>
}

const headLength = 64 * 1024

/** Nothing is that long under way: what is older was left by a crash. */
const leftMs = 86_400_000

/** Uploads under way, each in a file of its own. */
export async function openIncoming(folder: string, now: number): Promise<Blobs["receive"]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).mtimeMs < now - leftMs) await rm(path, { force: true })
  }

  return async (content, largest) => {
    const path = join(folder, newId(Date.now()))
    const discard = () => rm(path, { force: true })
    try {
      const written = await write(path, content, largest)
      if (!written) await discard()
      return written && { ...written, path, discard }
    } catch (error) {
      await discard()
      throw error
    }
  }
}

async function write(path: string, content: Bytes, largest: number) {
  const md5 = createHash("md5")
  const head: Buffer[] = []
  let length = 0
  const file = await open(path, "wx", 0o600)
  try {
    for await (const chunk of content) {
      if (length < headLength) head.push(chunk)
      length += chunk.length
      if (length > largest) return undefined
      md5.update(chunk)
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  return { length, md5: md5.digest("hex"), head: Buffer.concat(head).subarray(0, headLength) }
}
