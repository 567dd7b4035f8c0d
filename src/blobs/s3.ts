import { createReadStream } from "node:fs"
import { rm, stat } from "node:fs/promises"
import type { Readable } from "node:stream"
import type { BlobStore } from "./blobs.ts"

/** A bucket of an S3-compatible store; the endpoint null is Amazon's own. */
export interface S3Place {
  bucket: string
  /** Empty, or what every key begins with. */
  prefix: string
  endpoint: string | null
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Slow readers keep connections to the store busy; the library would allow 50. */
const mostConnections = 500

/** What goes wrong is thrown; the library would also print it. */
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** One object for each name. The library is read only here, when a bucket is configured. */
export async function openS3(place: S3Place): Promise<BlobStore> {
  const { S3Client, PutObjectCommand, GetObjectCommand, DeleteObjectCommand } = await import(
    "@aws-sdk/client-s3"
  )
  const agent = { keepAlive: true, maxSockets: mostConnections }
  const client = new S3Client({
    region: place.region,
    // Stores other than Amazon's seldom have a host name for each bucket, nor Amazon's newer checksums.
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    logger: silent,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey },
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000, httpAgent: agent, httpsAgent: agent },
  })
  const named = (name: string) => ({ Bucket: place.bucket, Key: place.prefix + name })

  return {
    keep: async (name, path) => {
      const { size } = await stat(path)
      await client.send(
        new PutObjectCommand({ ...named(name), Body: createReadStream(path), ContentLength: size }),
      )
      await rm(path)
    },
    open: async (name, range) => {
      const Range = range && `bytes=${range.first}-${range.last}`
      const found = await client.send(new GetObjectCommand({ ...named(name), Range })).catch(absent)
      return found && { length: found.ContentLength ?? 0, stream: found.Body as Readable }
    },
    remove: async name => {
      await client.send(new DeleteObjectCommand(named(name)))
    },
    close: () => client.destroy(),
  }
}

function absent(error: Error): undefined {
  if (error.name !== "NoSuchKey") throw error
}
