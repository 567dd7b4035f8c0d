import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

interface PushCall {
  method: string
  path: string
  headers: IncomingHttpHeaders
  text: string
  body: Json
}

/** How a call is answered; one that never ends the answer hangs. */
type Reaction = (response: ServerResponse, call: PushCall) => void

export interface PushReceiver {
  url: string
  /** Every call so far, in the order they came. */
  calls: PushCall[]
  /** How calls are answered from now on; with 200 unless told otherwise. */
  react: (reaction: Reaction) => void
  /** Waits until so many calls have come. */
  count: (calls: number) => Promise<PushCall[]>
  /** Waits for a call whose body fits. */
  call: (fits: (body: Json) => boolean) => Promise<PushCall>
  close: () => Promise<void>
}

const patienceMs = 20_000

/** An operator's push centre: it notes what it is told. */
export async function startPushReceiver(): Promise<PushReceiver> {
  const calls: PushCall[] = []
  const waiting = new Set<() => void>()
  const accept: Reaction = response => void response.end("{}")
  let reaction = accept

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", chunk => chunks.push(chunk))
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString()
      const { method = "", url = "", headers } = request
      const call = { method, path: url, headers, text, body: text === "" ? undefined : JSON.parse(text) }
      calls.push(call)
      reaction(response, call)
      for (const look of waiting) look()
    })
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))

  function until<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not come`)), patienceMs)
      const look = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push?secret=in-the-address`,
    calls,
    react: next => {
      reaction = next
    },
    count: wanted => until(`call ${wanted}`, () => (calls.length >= wanted ? calls : undefined)),
    call: fits => until("such a call", () => calls.find(call => fits(call.body))),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
