import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

export interface Hosts {
  /** Of another site than the server under test, which browsers reach as 127.0.0.1. */
  url: string
  asked: { path: string; headers: IncomingHttpHeaders }[]
  close: () => Promise<void>
}

/** A site of somebody else. @param pages HTML, or anything with its type, by path. */
export async function startHosts(
  pages: Record<string, string | { type: string; body: string | Buffer }>,
): Promise<Hosts> {
  const asked: Hosts["asked"] = []
  const server = createServer(({ url = "/", headers }, response) => {
    const path = url.split("?")[0] ?? ""
    asked.push({ path, headers })
    const page = pages[path]
    if (page === undefined) return void response.writeHead(404).end()
    const { type, body } = typeof page === "string" ? { type: "text/html", body: page } : page
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
