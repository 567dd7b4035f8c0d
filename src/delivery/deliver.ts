import type { ChatEvent } from "../chat/events.ts"
import { presentSender } from "../present/client.ts"
import { presentMessage } from "../present/message.ts"
import { presentRoom } from "../present/room.ts"
import type { RoomViews } from "../store/views.ts"
import { fromServer } from "../wire/events.ts"
import type { Sockets } from "./sockets.ts"

export interface Outlets {
  appID: string
  readTracking: boolean
  sockets: Sockets
  /** Says that something may wait in the outbox. */
  wakeOutbox: () => void
  renewToken: (clientId: string, token: string, expiresAt: number) => void
  endTokens: (clientId: string, tokens: readonly string[]) => void
  /** Told of each new message. */
  messageCreated: () => void
}

type Handlers = { [Type in ChatEvent["type"]]: (event: Extract<ChatEvent, { type: Type }>) => void }

/** The routing table: what happened → who is told what. Runs after the commit; returns at once. */
export function makeDeliver(outlets: Outlets): (event: ChatEvent) => void {
  const { appID, sockets } = outlets

  function tellRoom({ rooms, people }: RoomViews): void {
    for (const view of rooms) {
      for (const { clientId } of view.members) {
        if (!sockets.isConnected(clientId)) continue
        const reader = { appID, readTracking: outlets.readTracking, clientId, isPlatform: false }
        sockets.toClient(clientId, fromServer.room, () => presentRoom(view, people, reader))
      }
    }
  }

  const handlers: Handlers = {
    "message.created": ({ view }) => {
      outlets.messageCreated()
      sockets.toRoom(view.message.roomId, fromServer.message, () => presentMessage(view, appID))
      outlets.wakeOutbox()
    },
    "message.changed": ({ view, room }) => {
      sockets.toRoom(view.message.roomId, fromServer.message, () => presentMessage(view, appID))
      if (room) tellRoom(room)
    },
    "room.created": ({ room }) => {
      for (const view of room.rooms) {
        sockets.addToRoom(
          view.room.id,
          view.members.map(member => member.clientId),
        )
      }
      tellRoom(room)
    },
    "marker.moved": ({ roomId, clientId, messageId }) => {
      const marker = { roomID: roomId, memberID: clientId, messageID: messageId }
      sockets.toRoom(roomId, fromServer.lastRead, () => marker)
    },
    "typing.started": ({ roomId, typist, text }) => {
      const signal = { room: roomId, message: text, sender: typist.id, senderInfo: presentSender(typist) }
      sockets.toRoom(roomId, fromServer.typing, () => signal, { except: typist.id })
    },
    "token.renewed": ({ clientId, token, expiresAt }) => outlets.renewToken(clientId, token, expiresAt),
    "tokens.ended": ({ clientId, tokens }) => outlets.endTokens(clientId, tokens),
  }
  return event => (handlers[event.type] as (event: ChatEvent) => void)(event)
}
