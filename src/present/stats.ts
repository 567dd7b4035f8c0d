import { isoOf } from "../lib/clock.ts"

interface Shown {
  stats: {
    from: number
    to: number
    activeClientIds: string[]
    activeRooms: number
    rooms: number
    messages: number
  }
  keys: { clientKey: string; apiKey: string }
  peakConnections: number
  memory: { total: number; free: number }
}

/** The last hour's figures (contract: openapi.yaml Stats). */
export function presentStats({ stats, keys, peakConnections, memory }: Shown) {
  return {
    clientKey: keys.clientKey,
    apiKey: keys.apiKey,
    startTime: isoOf(stats.from),
    endTime: isoOf(stats.to),
    start: Math.floor(stats.from / 1000),
    end: Math.floor(stats.to / 1000),
    userList: stats.activeClientIds,
    roomCount: stats.activeRooms,
    totalRoomCount: stats.rooms,
    messageCount: stats.messages,
    peakConnectionCount: peakConnections,
    totalMem: memory.total,
    freeMem: memory.free,
  }
}
