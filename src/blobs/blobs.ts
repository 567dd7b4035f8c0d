import { join } from "node:path"
import type { Readable } from "node:stream"
import { openDisk } from "./disk.ts"
import { openIncoming, type Upload } from "./incoming.ts"
import { openS3, type S3Place } from "./s3.ts"

/** From one byte to another, both included. */
export interface ByteRange {
  first: number
  last: number
}

/** What is read piece by piece. */
export type Bytes = Iterable<Buffer> | AsyncIterable<Buffer>

export interface Content {
  /** Bytes that `stream` gives. */
  length: number
  stream: Readable
}

/** Keeps bytes by names, which are the server's own. */
export interface BlobStore {
  /** Takes the bytes of the file at `path`. Once this resolves they survive a loss of power. */
  keep: (name: string, path: string) => Promise<void>
  /** @returns undefined when nothing is kept by that name. */
  open: (name: string, range?: ByteRange) => Promise<Content | undefined>
  /** It is no error when nothing is kept by that name. */
  remove: (name: string) => Promise<void>
  close: () => void
}

export interface Blobs extends BlobStore {
  /**
   * Gathers what somebody sends in a file that nobody else sees.
   * @returns undefined when it is longer than `largest` bytes; nothing is left of it then.
   */
  receive: (content: Bytes, largest: number) => Promise<Upload | undefined>
}

/** @param place what is not in a bucket is under `folder`; uploads under way always are. */
export async function openBlobs(place: { folder: string; s3: S3Place | null }, now: number): Promise<Blobs> {
  const receive = await openIncoming(join(place.folder, "incoming"), now)
  const store = place.s3 ? await openS3(place.s3) : await openDisk(place.folder)
  return { ...store, receive }
}
