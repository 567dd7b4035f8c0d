import { listNicknames } from "../../../chat/user-overview.ts"
import type { LiveConnection } from "../../socket/live.ts"
import type { Dashboard } from "./api.ts"

/** @returns the longest open ones, and how many there are in all. */
export type ListConnections = (limit: number) => { totalCount: number; connections: LiveConnection[] }

const mostListed = 500

export function connectionRoutes({ ctx, read }: Dashboard, list: ListConnections): void {
  read("/connections", {}, async () => {
    const { totalCount, connections } = list(mostListed)
    const names = await listNicknames(
      ctx,
      connections.map(({ clientId }) => clientId),
    )
    const data = connections.map(connection => ({
      ...connection,
      nickname: names.get(connection.clientId) ?? "",
    }))
    return { totalCount, data }
  })
}
