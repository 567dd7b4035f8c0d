import { enter, type Game, roomCount, tags } from "../game.ts"
import type { Kind, Move } from "../moves.ts"
import { anyRoom } from "./messages.ts"

const freeze =
  (status: 0 | 1): Kind[1] =>
  game => {
    const room = anyRoom(game)
    return {
      call: { who: null, method: "PUT", path: `/rooms/${room.id}`, body: { status } },
      done: () => {
        room.frozen = status === 0
      },
    }
  }

/** A third of the rooms are direct ones; only a pair that has none gets one. */
function createRoom(game: Game): Move | undefined {
  const { chance, model } = game
  if (model.rooms.size >= roomCount) return
  const kind = chance.oneIn(3) ? "direct" : "group"
  const members =
    kind === "direct" ? chance.some(model.users, 1) : chance.some([...model.users, ...model.groups.keys()], 5)
  if (kind === "direct") members.push(chance.pick(model.users.filter(id => !members.includes(id))))
  const rooms = [...model.rooms.values()]
  if (kind === "direct" && rooms.some(room => room.kind === kind && members.every(id => room.named.has(id))))
    return
  const ownerId = kind === "group" ? chance.pick(model.users) : null
  if (ownerId && !members.includes(ownerId)) members.push(ownerId)
  const id = `${game.name}-r${++game.made}`
  const roomTags = tags.filter(() => chance.oneIn(2))
  const body = { _id: id, roomType: kind, members, roomTags, ...(ownerId ? { owner: ownerId } : {}) }
  return {
    call: { who: null, method: "POST", path: "/rooms", body: { ...body, systemMessage: chance.oneIn(2) } },
    done: () => enter(game, { id, kind, ownerId, tags: roomTags, named: new Set(members) }),
  }
}

/** What becomes of whole rooms. */
export const roomMoves: Record<string, Kind> = {
  freeze: [1, freeze(0)],
  thaw: [3, freeze(1)],
  create: [6, createRoom],
  deleteRoom: [
    1,
    game => {
      const room = anyRoom(game)
      if (!game.chance.oneIn(3) || game.model.rooms.size < roomCount) return
      return {
        call: { who: null, method: "DELETE", path: `/rooms/${room.id}` },
        done: () => {
          game.model.rooms.delete(room.id)
        },
      }
    },
  ],
}
