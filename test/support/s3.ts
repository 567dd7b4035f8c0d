import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface FakeS3 {
  /** Settings of a server that keeps its files here. */
  settings: Record<string, string>
  /** Key → content, with the bucket in front. */
  objects: Map<string, Buffer>
  /** From now on every call is answered with 503, or no longer. */
  fail: (isDown: boolean) => void
  close: () => Promise<void>
}

const accessKey = "test-access-key"

/** As much of an S3-compatible store as files need: objects put, read whole and in part, deleted. */
export async function startS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>()
  let isDown = false
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (isDown) return refuse(response, 503, "SlowDown")
    if (!request.headers.authorization?.includes(`Credential=${accessKey}/`))
      return refuse(response, 403, "InvalidAccessKeyId")
    answer(request, response, objects, Buffer.concat(chunks))
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    settings: {
      AWS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_BUCKET: "bucket",
      AWS_PREFIX: "parley/",
      AWS_ACCESSKEYID: accessKey,
      AWS_SECRETACCESSKEY: "test-secret-key",
    },
    objects,
    fail: next => {
      isDown = next
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

function answer(
  { method, url = "", headers }: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, Buffer>,
  body: Buffer,
): void {
  const key = decodeURIComponent((url.split("?")[0] ?? "").slice(1))
  const found = objects.get(key)
  if (method === "PUT" && body.length !== Number(headers["content-length"])) {
    refuse(response, 400, "IncompleteBody")
  } else if (method === "PUT") {
    objects.set(key, body)
    response.end()
  } else if (method === "DELETE") {
    objects.delete(key)
    response.writeHead(204).end()
  } else if (!found) {
    refuse(response, 404, "NoSuchKey")
  } else {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? []
    const part = first === undefined ? found : found.subarray(Number(first), Number(last) + 1)
    response.writeHead(first === undefined ? 200 : 206, { "content-length": part.length }).end(part)
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  response.writeHead(status, { "content-type": "application/xml" }).end(xml)
}
