import { isoOf } from "../lib/clock.ts"
import type { BlockView } from "../store/blocks.ts"
import { presentPerson } from "./client.ts"

/** One block or ban; each call shows more or less of it (contract: openapi.yaml BlockStatus). */
const presentRelation = ({ block, people }: BlockView) => ({
  blockee: presentPerson(block.blockeeId, people),
  blocker: block.blockerId,
  room: block.roomId,
  createdAt: isoOf(block.createdAt),
  updatedAt: isoOf(block.updatedAt),
})

/** What was just made or lifted. */
export const presentBlock = (view: BlockView, appID: string) => ({ appID, ...presentRelation(view) })

/** An entry of one's own list. */
export const presentOwnBlock = (view: BlockView) => ({
  ...presentRelation(view),
  room: {
    _id: view.room.id,
    id: view.room.id,
    roomType: view.room.roomType,
    createdTimeMS: view.room.createdAt,
  },
})

/** An entry of a room's list. */
export const presentBan = (view: BlockView) => ({
  ...presentOwnBlock(view),
  blocker: presentPerson(view.block.blockerId, view.people),
})
