import type { ChatEvent, RoomChange } from "../chat/events.ts"
import { presentSender } from "../present/client.ts"
import { presentInvitation } from "../present/invitation.ts"
import { presentEmptied, presentMessage } from "../present/message.ts"
import { presentRoom } from "../present/room.ts"
import { presentPref } from "../present/room-pref.ts"
import type { MessageView, RoomViews } from "../store/views.ts"
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

  /** @param clientIds who is told; absent, all members. */
  function tellRoom({ rooms, people }: RoomViews, clientIds?: readonly string[]): void {
    for (const view of rooms) {
      for (const clientId of clientIds ?? view.members.map(member => member.clientId)) {
        if (!sockets.isConnected(clientId)) continue
        const reader = { appID, readTracking: outlets.readTracking, clientId, isPlatform: false }
        sockets.toClient(clientId, fromServer.room, () => presentRoom(view, people, reader))
      }
    }
  }

  function tellMessage(view: MessageView): void {
    sockets.toRoom(view.message.roomId, fromServer.message, () => presentMessage(view, appID))
  }

  /** Members hear once more of a hidden message, emptied; superusers get it whole. */
  function tellHidden(view: MessageView, superusers: readonly string[]): void {
    const options = { except: superusers }
    sockets.toRoom(view.message.roomId, fromServer.message, () => presentEmptied(view, appID), options)
    for (const id of superusers) sockets.toClient(id, fromServer.message, () => presentMessage(view, appID))
  }

  function tellChange({ room, toAll, added, removed, left, messages }: RoomChange): void {
    const { rooms } = room
    for (const { room } of rooms) {
      sockets.removeFromRoom(room.id, left)
      sockets.addToRoom(room.id, added)
    }
    // Who is new hears of the room before its messages; who was removed hears the messages first.
    tellRoom(room, added)
    for (const view of messages) {
      outlets.messageCreated()
      tellMessage(view)
    }
    if (messages.length > 0) outlets.wakeOutbox()
    if (toAll) {
      const others = rooms.flatMap(({ members }) => members.map(member => member.clientId))
      tellRoom(
        room,
        others.filter(id => !added.includes(id)),
      )
    }
    tellRoom(room, removed)
    for (const { room } of rooms) sockets.removeFromRoom(room.id, removed)
  }

  const handlers: Handlers = {
    "message.created": ({ view }) => {
      outlets.messageCreated()
      tellMessage(view)
      outlets.wakeOutbox()
    },
    "message.changed": ({ view, room, superusers }) => {
      if (view.message.hidden) tellHidden(view, superusers)
      else tellMessage(view)
      if (room) tellRoom(room)
    },
    "message.deleted": ({ roomId, messageId, room }) => {
      sockets.toRoom(roomId, fromServer.messageDeleted, () => ({
        room: roomId,
        messageID: messageId ?? "_all",
      }))
      if (room) tellRoom(room)
    },
    "messages.userDeleted": ({ clientId, roomId, messageIds, all }) => {
      const told = { room: roomId, messages: messageIds, isUserDeleteAllMessagesInRoom: all }
      sockets.toClient(clientId, fromServer.userDeleteMessages, () => told)
    },
    "room.changed": tellChange,
    "room.deleted": ({ room, memberIds, inviteeIds }) => {
      for (const view of room.rooms) {
        const { id } = view.room
        sockets.toRoom(id, fromServer.messageDeleted, () => ({ room: id, messageID: "_all" }))
        tellRoom({ ...room, rooms: [view] }, memberIds)
        sockets.removeFromRoom(id, memberIds)
        for (const invitee of inviteeIds)
          sockets.toClient(invitee, fromServer.cancelInvitation, () => ({ room: id }))
      }
    },
    "invitation.made": ({ invitations }) => {
      for (const view of invitations)
        sockets.toClient(view.invitation.inviteeId, fromServer.invitation, () =>
          presentInvitation(view, appID),
        )
    },
    "invitation.ended": ({ roomId, inviteeIds }) => {
      for (const id of inviteeIds) sockets.toClient(id, fromServer.cancelInvitation, () => ({ room: roomId }))
    },
    "roomPref.changed": ({ clientId, roomId, pref }) =>
      sockets.toClient(clientId, fromServer.roomPref, () => ({ room: roomId, ...presentPref(pref) })),
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
      sockets.toRoom(roomId, fromServer.typing, () => signal, { except: [typist.id] })
    },
    "token.renewed": ({ clientId, token, expiresAt }) => outlets.renewToken(clientId, token, expiresAt),
    "tokens.ended": ({ clientId, tokens }) => outlets.endTokens(clientId, tokens),
  }
  return event => (handlers[event.type] as (event: ChatEvent) => void)(event)
}
