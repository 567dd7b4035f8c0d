import type { Room } from "../wire/models.ts"

/** Why the user cannot write in a room. */
export type Bar = "frozen" | "banned" | "blockedByYou" | "blocked"

/** @returns undefined where the user may write (contract: rest-extended 4.2). */
export function barOf(room: Room): Bar | undefined {
  if (room.status === 0) return "frozen"
  if (room.roomType === "direct") {
    if (room.didBlockAtMS) return "blockedByYou"
    return room.wasBlockedAtMS ? "blocked" : undefined
  }
  return room.wasBlockedAtMS ? "banned" : undefined
}
