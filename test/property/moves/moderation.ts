import type { Game } from "../game.ts"
import { type Room, settleMembers } from "../model.ts"
import type { Kind } from "../moves.ts"
import { about, anyRoom, asSuperuser } from "./messages.ts"

const hide = (hidden: boolean): Kind[1] =>
  about((game, room, message) => ({
    call: {
      ...asSuperuser(game, room),
      method: hidden ? "POST" : "DELETE",
      path: `/messages/${message.id}/hidden`,
    },
    done: () => {
      message.hidden = hidden
    },
  }))

const hideBySender = (hidden: boolean): Kind[1] =>
  about((game, room, { senderId }) => ({
    call: {
      ...asSuperuser(game, room),
      method: "POST",
      path: `/messages/${hidden ? "hide" : "unhide"}-by-sender-in-room`,
      body: { room: room.id, sender: senderId },
    },
    done: () => {
      for (const message of room.messages.filter(message => message.senderId === senderId))
        message.hidden = hidden
    },
  }))

const ban =
  (banned: boolean): Kind[1] =>
  game => {
    const room = anyRoom(game)
    const clientId = game.chance.pick(banned || room.banned.size === 0 ? game.model.users : [...room.banned])
    const method = banned ? "POST" : "DELETE"
    return {
      call: { ...asSuperuser(game, room), method, path: `/blockStatus/room/${room.id}/${clientId}` },
      done: () => {
        if (banned) room.banned.add(clientId)
        else room.banned.delete(clientId)
        settleMembers(game.model, room)
      },
    }
  }

/** Of one side of a direct room by the other. */
const block =
  (method: "POST" | "DELETE"): Kind[1] =>
  game => {
    const room = anyRoom(game)
    const [one, other] = sidesOf(game, room)
    if (!one || !other) return
    return { call: { who: one, method, path: `/blockStatus/my/${other}` }, done: () => {} }
  }

const sidesOf = ({ chance }: Game, room: Room): string[] =>
  room.kind === "direct" ? chance.some([...room.named], 2) : []

/** What superusers and the backend do, and blocks. */
export const moderationMoves: Record<string, Kind> = {
  delete: [
    5,
    about((game, room, message) => ({
      call: {
        ...asSuperuser(game, room),
        method: "DELETE",
        path: `/rooms/${room.id}/messages/${message.id}`,
      },
      done: () => {
        room.messages = room.messages.filter(other => other !== message)
      },
    })),
  ],
  deleteAll: [
    1,
    game => {
      const room = anyRoom(game)
      if (!game.chance.oneIn(3)) return
      return {
        call: { ...asSuperuser(game, room), method: "DELETE", path: `/rooms/${room.id}/messages/_all` },
        done: () => {
          room.messages = []
        },
      }
    },
  ],
  hide: [4, hide(true)],
  unhide: [4, hide(false)],
  hideBySender: [1, hideBySender(true)],
  unhideBySender: [1, hideBySender(false)],
  pin: [
    1,
    about((game, room, { id }) => ({
      call: { ...asSuperuser(game, room), method: "POST", path: `/messages/${id}/pin` },
      done: () => {},
    })),
  ],
  ban: [2, ban(true)],
  unban: [2, ban(false)],
  block: [1, block("POST")],
  unblock: [3, block("DELETE")],
}
