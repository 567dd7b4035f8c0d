import type { Connection } from "./connection.ts"
import type { SignIn } from "./sign-in.ts"

/** One live socket that is signed in, for operators. */
export interface LiveConnection {
  clientId: string
  deviceId?: string
  /** What the client says it is, the user agent. */
  platform?: string
  address: string
  /** Ms since the epoch. */
  connectedAt: number
  transport: string
}

/** @returns the longest open ones, and how many are signed in at all. */
export function liveOf(
  all: Iterable<Connection>,
  addressOf: SignIn["addressOf"],
  limit: number,
): { totalCount: number; connections: LiveConnection[] } {
  const connections: LiveConnection[] = []
  let totalCount = 0
  for (const { caller, deviceId, connectedAt, socket } of all) {
    if (!caller) continue
    totalCount++
    if (connections.length >= limit) continue
    const platform = socket.request.headers["user-agent"]
    connections.push({
      clientId: caller.clientId,
      ...(deviceId === null ? {} : { deviceId }),
      ...(platform ? { platform: platform.slice(0, 200) } : {}),
      ...{ address: addressOf(socket.request), connectedAt, transport: socket.conn.transport.name },
    })
  }
  return { totalCount, connections }
}
