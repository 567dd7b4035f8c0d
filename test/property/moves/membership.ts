import { type Game, listen } from "../game.ts"
import { membersOf, type Room, settleMembers } from "../model.ts"
import type { Kind, Move } from "../moves.ts"
import { anybodyIn, anyRoom, asSuperuser } from "./messages.ts"

/** Chooses a group room. */
const inGroupRoom =
  (make: (game: Game, room: Room, systemMessage: boolean) => Move | undefined) =>
  (game: Game): Move | undefined => {
    const room = anyRoom(game)
    return room.kind === "group" ? make(game, room, game.chance.oneIn(2)) : undefined
  }

/** Who owns a room stays in it, so that somebody always stands above. */
const mayGo = (room: Room, id: string) => id !== room.ownerId

/** Who is in which room. */
export const membershipMoves: Record<string, Kind> = {
  join: [
    4,
    inGroupRoom((game, room, systemMessage) => {
      const who = game.chance.pick(game.model.users)
      return {
        call: { who, method: "POST", path: `/rooms/${room.id}/join`, body: { systemMessage } },
        done: () => {
          // Who is in by a group already stays so.
          if (!room.markers.has(who)) room.named.add(who)
          return listen(game, room)
        },
      }
    }),
  ],
  leave: [
    2,
    inGroupRoom((game, room, systemMessage) => {
      const who = anybodyIn(game, room)
      if (!mayGo(room, who)) return
      const body = { members: [who], systemMessage }
      return {
        call: { who, method: "POST", path: `/rooms/${room.id}/delete/members`, body },
        done: () => {
          room.named.delete(who)
          return listen(game, room)
        },
      }
    }),
  ],
  add: [
    4,
    inGroupRoom((game, room, systemMessage) => {
      const { chance, model } = game
      const invitees = chance.oneIn(3) ? [chance.pick([...model.groups.keys()])] : chance.some(model.users, 2)
      const by = chance.oneIn(2) ? { who: anybodyIn(game, room) } : asSuperuser(game, room)
      return {
        call: { ...by, method: "POST", path: `/rooms/${room.id}/members`, body: { invitees, systemMessage } },
        done: () => {
          for (const id of invitees) room.named.add(id)
          return listen(game, room)
        },
      }
    }),
  ],
  remove: [
    3,
    inGroupRoom((game, room, systemMessage) => {
      const { chance } = game
      const members = chance.some(
        [...room.named].filter(id => mayGo(room, id)),
        2,
      )
      if (members.length === 0) return
      const path = `/rooms/${room.id}/delete/members`
      return {
        call: { ...asSuperuser(game, room), method: "POST", path, body: { members, systemMessage } },
        done: () => {
          for (const id of members) room.named.delete(id)
          return listen(game, room)
        },
      }
    }),
  ],
  changeGroup: [
    2,
    ({ chance, model }) => {
      const _id = chance.pick([...model.groups.keys()])
      const members = chance.oneIn(6) ? [] : chance.some(model.users, 4)
      return {
        call: { who: null, method: "POST", path: "/admin/groups", body: { _id, nickname: _id, members } },
        done: () => {
          model.groups.set(_id, members)
          for (const room of model.rooms.values()) settleMembers(model, room)
        },
      }
    },
  ],
  mute: [
    1,
    game => {
      const room = anyRoom(game)
      const method = game.chance.oneIn(2) ? "POST" : "DELETE"
      return {
        call: {
          who: game.chance.pick([...membersOf(room), ...game.model.users]),
          method,
          path: `/me/mute/${room.id}`,
        },
        done: () => {},
      }
    },
  ],
}
