import type { IncomingMessage, ServerResponse } from "node:http"
import type { Server } from "socket.io"

/** How long nothing is read of a session that sent too much. */
const holdMs = 1000

/** The parts of an Engine.IO session that are needed here. */
export interface HeldSession {
  id: string
  transport: { socket?: { isPaused: boolean; pause: () => void; resume: () => void } }
}

/**
 * @returns a function that leaves unread for a while what a session sends: by WebSocket it stays in the network, by polling
 *   its next posts wait. To refuse event after event would take the time that is others'.
 */
export function makeHold(io: Server): (session: HeldSession) => void {
  const held = new Set<string>()
  io.engine.use((request: IncomingMessage, _: ServerResponse, next: () => void) => {
    const sid = request.method === "POST" && held.size > 0 && sidOf(request)
    if (sid && held.has(sid)) setTimeout(next, holdMs)
    else next()
  })
  return ({ id, transport: { socket } }) => {
    if (held.has(id)) return
    held.add(id)
    socket?.pause()
    setTimeout(() => {
      held.delete(id)
      socket?.resume()
    }, holdMs).unref()
  }
}

const sidOf = ({ url = "/" }: IncomingMessage) => new URL(url, "http://localhost").searchParams.get("sid")
