import type { Call, Game } from "./game.ts"
import { anybodyIn, anyRoom, asSuperuser } from "./moves/messages.ts"

/** What users do that no count of messages depends on, but that clients show. */
const makers: ((game: Game) => Call)[] = [
  game => ({
    who: game.chance.pick(game.model.users),
    method: "POST",
    path: `/me/pref/${game.chance.pick(["ui", "folders"])}`,
    body: { children: [], n: game.chance.next() },
  }),
  game => ({ who: game.chance.pick(game.model.users), method: "DELETE", path: "/me/pref/ui" }),
  game => {
    const room = anyRoom(game)
    const body = { sticky: game.chance.oneIn(2), tags: game.chance.some(["a", "b"], 2) }
    return { who: anybodyIn(game, room), method: "POST", path: `/roomPrefs/${room.id}`, body }
  },
  game => {
    const room = anyRoom(game)
    return {
      who: anybodyIn(game, room),
      method: game.chance.oneIn(2) ? "POST" : "DELETE",
      path: `/me/mute/${room.id}`,
    }
  },
  game => {
    const room = anyRoom(game)
    const invitees = game.chance.some(game.model.users, 3)
    const body = { invitees, invitationRequired: true }
    return { who: anybodyIn(game, room), method: "POST", path: `/rooms/${room.id}/members`, body }
  },
  game => ({
    who: game.chance.pick(game.model.users),
    method: "DELETE",
    path: `/rooms/${anyRoom(game).id}/invitations`,
  }),
  game => {
    const room = anyRoom(game)
    const body = { name: `${game.chance.next()}`, extParams: "x" }
    return { ...asSuperuser(game, room), method: "PUT", path: `/rooms/${room.id}`, body }
  },
  game => {
    const room = anyRoom(game)
    const path = `/rooms/${room.id}/member/${anybodyIn(game, room)}`
    const body = { property: "colour", value: game.chance.next() }
    return { ...asSuperuser(game, room), method: "PUT", path, body }
  },
]

export const nextOwnCall = (game: Game): Call => game.chance.pick(makers)(game)
