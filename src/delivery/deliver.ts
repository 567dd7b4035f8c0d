import type { ChatEvent, EndedTokens, MessageChange, RoomChange } from "../chat/events.ts"
import { presentSender } from "../present/client.ts"
import { presentInvitation } from "../present/invitation.ts"
import { presentEmptied, presentMessage } from "../present/message.ts"
import { presentRoom } from "../present/room.ts"
import { presentPref } from "../present/room-pref.ts"
import type { MessageView, RoomViews } from "../store/views.ts"
import { fromServer } from "../wire/events.ts"
import type { SearchIndexer } from "./search/indexer.ts"
import { BareText, type Sockets } from "./sockets.ts"

export interface Outlets {
  appID: string
  readTracking: boolean
  sockets: Sockets
  search: Pick<SearchIndexer, "noteMessage" | "noteDeletion">
  /** Says that something may wait in the outbox. */
  wakeOutbox: () => void
  renewToken: (clientId: string, token: string, expiresAt: number) => void
  endTokens: (clientId: string, ended: EndedTokens) => void
  /** Whether a user has a live socket. */
  isConnected: (clientId: string) => boolean
  /** Told of each new message. */
  messageCreated: () => void
}

type Handlers = { [Type in ChatEvent["type"]]: (event: Extract<ChatEvent, { type: Type }>) => void }

/** The routing table: what happened → who is told what. Runs after the commit; returns at once. */
export function makeDeliver(outlets: Outlets): (event: ChatEvent) => void {
  const { appID, sockets, search, readTracking, isConnected } = outlets

  /** @param clientIds who is told; absent, all members. */
  function tellRoom({ rooms, people }: RoomViews, clientIds?: readonly string[]): void {
    for (const view of rooms) {
      for (const clientId of clientIds ?? view.members.map(member => member.clientId)) {
        if (!sockets.isConnected(clientId)) continue
        const reader = { appID, readTracking, clientId, isPlatform: false, isConnected }
        sockets.toClient(clientId, fromServer.room, () => presentRoom(view, people, reader))
      }
    }
  }

  function tellMessage(view: MessageView, except: readonly string[] = []): void {
    sockets.toRoom(view.message.roomId, fromServer.message, () => presentMessage(view, appID), { except })
  }

  function tellNew(view: MessageView): void {
    outlets.messageCreated()
    tellMessage(view)
    outlets.wakeOutbox()
    search.noteMessage(view.message)
  }

  /** Members hear once more of a message that was hidden, emptied; superusers get it whole (contract: realtime.md 6). */
  function tellHidden({ view, superusers, vanished, deleters }: MessageChange): void {
    const options = { except: [...superusers, ...deleters] }
    if (vanished)
      sockets.toRoom(view.message.roomId, fromServer.message, () => presentEmptied(view, appID), options)
    const readers = superusers.filter(id => !deleters.includes(id))
    for (const id of readers) sockets.toClient(id, fromServer.message, () => presentMessage(view, appID))
  }

  /** Members hear of the room before its messages, as of a new one; who was removed hears the messages first. */
  function tellChange({ roomId, room, toAll, added, removed, left, messages }: RoomChange): void {
    sockets.removeFromRoom(roomId, left)
    sockets.addToRoom(roomId, added)
    tellRoom(room, toAll ? undefined : added)
    messages.forEach(tellNew)
    tellRoom(room, removed)
    sockets.removeFromRoom(roomId, removed)
    outlets.wakeOutbox()
  }

  const handlers: Handlers = {
    "message.created": ({ view }) => tellNew(view),
    "message.changed": change => {
      if (change.view.message.hidden) tellHidden(change)
      else tellMessage(change.view, change.deleters)
      if (change.room) tellRoom(change.room)
      search.noteMessage(change.view.message)
    },
    "message.deleted": ({ roomId, messageId, room }) => {
      search.noteDeletion(roomId, messageId)
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
        search.noteDeletion(id, null)
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
    "roomPref.changed": ({ roomId, prefs }) => {
      for (const [clientId, pref] of prefs)
        sockets.toClient(clientId, fromServer.roomPref, () => ({ room: roomId, ...presentPref(pref) }))
    },
    "block.changed": ({ room, told }) => tellRoom(room, told),
    "myPref.changed": ({ clientId, key, data }) =>
      sockets.toClient(clientId, fromServer.myPrefChange, () => ({ key, data })),
    "myPref.deleted": ({ clientId, key }) =>
      sockets.toClient(clientId, fromServer.myPrefDelete, () => new BareText(key)),
    "room.created": ({ room }) => {
      for (const view of room.rooms) {
        sockets.addToRoom(
          view.room.id,
          view.members.map(member => member.clientId),
        )
      }
      tellRoom(room)
      outlets.wakeOutbox()
    },
    "marker.moved": ({ roomId, clientId, messageId }) => {
      const marker = { roomID: roomId, memberID: clientId, messageID: messageId }
      sockets.toRoom(roomId, fromServer.lastRead, () => marker)
    },
    "typing.started": ({ roomId, typist, text }) => {
      const signal = { room: roomId, message: text, sender: typist.id, senderInfo: presentSender(typist) }
      sockets.toRoom(roomId, fromServer.typing, () => signal, { except: [typist.id] })
    },
    "answer.streamed": ({ roomId, messageId, sender, text }) => {
      const piece = { messageId, room: roomId, sender: sender.id, senderInfo: presentSender(sender), text }
      sockets.toRoom(roomId, fromServer.aiStreaming, () => piece)
    },
    "token.renewed": ({ clientId, token, expiresAt }) => outlets.renewToken(clientId, token, expiresAt),
    "pushes.made": outlets.wakeOutbox,
    "tokens.ended": ({ clientId, ...ended }) => outlets.endTokens(clientId, ended),
  }
  return event => (handlers[event.type] as (event: ChatEvent) => void)(event)
}
