import type { IncomingMessage, ServerResponse } from "node:http"
import type { Server } from "socket.io"

/**
 * Refuses handshakes beyond the limit with HTTP 503. Never with a Socket.IO connect error, after which the official web
 * client connects again without pause (contract: decided.md 1).
 */
export function limitConnections(io: Server, limit: number): void {
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const opens = !new URL(request.url ?? "/", "http://localhost").searchParams.has("sid")
    if (!opens || io.engine.clientsCount < limit) return next()
    if (request.headers.upgrade) {
      request.socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
      return
    }
    response.writeHead(503, { "content-type": "text/plain" })
    response.end("Too many connections: try again later.")
  })
}
