import type { Server } from "socket.io"
import type { HeldSession } from "./holding.ts"

/** Packets of any kind that a session may send in a second, whether or not anybody looks at them. */
const mostASecond = 5000

interface Session extends HeldSession {
  transport: HeldSession["transport"] & { name: string }
  on: (event: "packet", listener: () => void) => void
  close: (discard: true) => void
}

/** Holds a WebSocket that sends more; a polling session, whose body is here already, is ended in the middle of it. */
export function limitPackets(io: Server, hold: (session: HeldSession) => void): void {
  io.engine.on("connection", (session: Session) => {
    let second = 0
    let count = 0
    session.on("packet", () => {
      const now = Math.floor(performance.now() / 1000)
      if (now !== second) count = 0
      second = now
      if (++count <= mostASecond) return
      if (session.transport.name === "polling") session.close(true)
      else hold(session)
    })
  })
}
