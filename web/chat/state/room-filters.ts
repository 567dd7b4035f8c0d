import type { RoomView } from "../wire/models.ts"
import { folderOf, tagsOf } from "./labels.ts"

/** Which rooms the list shows. Hidden ones stand in their own view only. */
export type RoomFilter =
  | { kind: "all" | "unread" | "hidden"; name?: undefined }
  | { kind: "folder" | "tag"; name: string }

export const everything: RoomFilter = { kind: "all" }

export const isSame = (a: RoomFilter, b: RoomFilter): boolean => a.kind === b.kind && a.name === b.name

/** @param openRoomId stays among the unread ones, though reading it has begun. */
export function keeps(filter: RoomFilter, room: RoomView, openRoomId?: string): boolean {
  const isHidden = Boolean(room.pref?.hidden)
  if (filter.kind === "hidden") return isHidden
  if (isHidden) return false
  if (filter.kind === "unread") return Boolean(room.unread || room.isMentioned) || room._id === openRoomId
  if (filter.kind === "folder") return folderOf(room) === filter.name
  if (filter.kind === "tag") return tagsOf(room).includes(filter.name)
  return true
}
