import { type Game, listen } from "../game.ts"
import { type Message, membersOf, type Room, read, seesHidden, visible } from "../model.ts"
import type { Kind, Move } from "../moves.ts"

export const anyRoom = ({ chance, model }: Game): Room => chance.pick([...model.rooms.values()])

/** Mostly a member, sometimes anybody. */
export const anybodyIn = ({ chance, model }: Game, room: Room): string => {
  const members = membersOf(room)
  return chance.pick(chance.oneIn(8) || members.length === 0 ? model.users : members)
}

/** Chooses a room and a message in it. */
export const about =
  (make: (game: Game, room: Room, message: Message) => Move | undefined) =>
  (game: Game): Move | undefined => {
    const room = anyRoom(game)
    return room.messages.length > 0 ? make(game, room, game.chance.pick(lately(game, room))) : undefined
  }

/** Half of the time only the newest messages: those are unread. */
const lately = ({ chance }: Game, room: Room): Message[] =>
  chance.oneIn(2) ? room.messages.slice(-8) : room.messages

/** Who may do what superusers may: the owner, or the API key for whomever. */
export const asSuperuser = ({ chance, model }: Game, room: Room): { who: string | null; acting?: string } =>
  room.ownerId && chance.oneIn(2) ? { who: room.ownerId } : { who: null, acting: chance.pick(model.users) }

const text = ({ chance, model }: Game) => ({
  messageType: "text",
  message: `${chance.next()}`,
  ...(chance.oneIn(5) ? { mentions: chance.some(model.users, 3) } : {}),
})

const own = (change: object, done: (message: Message) => void): Kind[1] =>
  about((_, room, message) => {
    if (message.senderId === "system") return
    const body = { _id: message.id, ...change }
    const path = `/rooms/${room.id}/message`
    return { call: { who: message.senderId, method: "POST", path, body }, done: () => done(message) }
  })

function userDelete(game: Game, room: Room, who: string): Move {
  const messages = game.chance.some(lately(game, room), 4)
  const body = { room: room.id, messages: messages.map(message => message.id) }
  const seen = (message: Message) => !message.hidden || seesHidden(room, who)
  return {
    call: { who, method: "POST", path: "/messages/user-delete", body },
    done: () => {
      for (const message of messages.filter(seen)) message.deletedBy.add(who)
    },
  }
}

/** What users do with messages. */
export const messageMoves: Record<string, Kind> = {
  send: [
    30,
    game => {
      const room = anyRoom(game)
      const path = `/rooms/${room.id}/message`
      return {
        call: { who: anybodyIn(game, room), method: "POST", path, body: text(game) },
        done: () => listen(game, room),
      }
    },
  ],
  sendAsBackend: [
    10,
    game => {
      const room = anyRoom(game)
      const body = { room: room.id, sender: anybodyIn(game, room), ...text(game) }
      return { call: { who: null, method: "POST", path: "/messages", body }, done: () => listen(game, room) }
    },
  ],
  recall: [
    3,
    own({ messageType: "recall" }, message => {
      Object.assign(message, { messageType: "recall", mentions: [] })
    }),
  ],
  edit: [3, own({ message: "changed" }, () => {})],
  read: [
    15,
    game => {
      const room = anyRoom(game)
      const who = anybodyIn(game, room)
      const seen = visible(room, who)
      if (seen.length === 0) return
      const message = game.chance.oneIn(2) ? (seen.at(-1) as Message) : game.chance.pick(seen)
      const path = `/rooms/${room.id}/lastRead`
      const body = { message: message.id }
      return { call: { who, method: "PUT", path, body }, done: () => read(room, who, message) }
    },
  ],
  userDelete: [8, about((game, room) => userDelete(game, room, anybodyIn(game, room)))],
  userDeleteAll: [
    1,
    game => {
      const room = anyRoom(game)
      const who = anybodyIn(game, room)
      return {
        call: { who, method: "POST", path: "/messages/user-delete/all-in-room", body: { room: room.id } },
        done: () => {
          for (const message of room.messages) message.deletedBy.add(who)
        },
      }
    },
  ],
  react: [
    2,
    about((game, room, { id }) => {
      const path = `/messages/${id}/reaction`
      const body = { reaction: "wow" }
      return { call: { who: anybodyIn(game, room), method: "POST", path, body }, done: () => {} }
    }),
  ],
}
