import { mkdir, open, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { sha256 } from "../lib/ids.ts"
import type { BlobStore } from "./blobs.ts"

const folderNames = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"))

/**
 * Files in 256 folders, each under the SHA-256 of its name: no name can climb, and no folder fills up. The folders are
 * made, and their names made durable, before the first file comes.
 */
export async function openDisk(folder: string): Promise<BlobStore> {
  for (const name of folderNames) await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
  await syncFolder(folder)

  const pathOf = (name: string) => {
    const hash = sha256(name)
    return join(folder, hash.slice(0, 2), hash.slice(2))
  }
  return {
    keep: async (name, path) => {
      await sync(path, "r+")
      await rename(path, pathOf(name))
      await syncFolder(dirname(pathOf(name)))
    },
    open: async (name, range) => {
      const file = await open(pathOf(name)).catch(absent)
      if (!file) return undefined
      const { size } = await file.stat()
      if (!range) return { length: size, stream: file.createReadStream() }
      const { first: start, last: end } = range
      return { length: end - start + 1, stream: file.createReadStream({ start, end }) }
    },
    remove: name => rm(pathOf(name), { force: true }),
    close: () => {},
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error
}

/** Windows opens no folders, and keeps their entries itself. */
const syncFolder = async (path: string) => {
  if (process.platform !== "win32") await sync(path, "r")
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
