import { isoOf } from "../lib/clock.ts"
import type { QuittedRoom } from "../store/quitted-rooms.ts"

/** A room for somebody who is no longer in it: few fields (contract: rest-extended.md 1.4). */
export const presentQuitted = ({ room, pref, quittedAt }: QuittedRoom) => ({
  _id: room.id,
  id: room.id,
  name: room.name,
  cover: room.cover,
  description: room.description,
  roomType: room.roomType,
  roomTags: room.roomTags,
  encrypted: room.encrypted,
  createdTimeMS: room.createdAt,
  pref: { tags: pref.tags ?? [], quittedAt: isoOf(quittedAt) },
})
