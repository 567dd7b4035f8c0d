import type { LiveEvent, LiveEvents } from "./live-events.ts"
import { withLastRead } from "./room-view.ts"
import type { View } from "./view.ts"

/** What an event does to the view; `look` asks the server for what the event alone does not tell. */
type Apply<Payload> = (view: View, payload: Payload, look: () => void) => void

const effects: { [Name in keyof LiveEvents]: Apply<LiveEvents[Name]> } = {
  "chat message": (view, message, look) => {
    if (!view.putMessage(message)) look()
  },
  room: (view, room) => view.putRoom(room),
  lastRead: (view, { roomID, memberID, messageID }, look) => {
    const room = view.rooms.get(roomID)
    if (!room) return
    const read = withLastRead(room, { client: memberID, messageId: messageID, me: view.me?._id ?? "" })
    view.put(read.view)
    if (!read.isCertain) look()
  },
  typing: (view, typing) => view.emit("typing", typing),
  ai_streaming: (view, piece) => view.emit("streaming", piece),
  roomPref: (view, { room: roomId, ...pref }) => {
    const room = view.rooms.get(roomId)
    if (room) view.put({ ...room, pref, muted: pref.muted === true })
  },
  myPrefChange: (view, { key, data }) => {
    view.prefs.set(key, data)
    view.emit("prefs", view.prefs)
  },
  myPrefDelete: (view, key) => {
    view.prefs.delete(key)
    view.emit("prefs", view.prefs)
  },
  invitation: (view, invitation) =>
    view.setInvitations([
      invitation,
      ...view.invitations.filter(({ room }) => room._id !== invitation.room._id),
    ]),
  cancelInvitation: (view, { room: roomId }) =>
    view.setInvitations(view.invitations.filter(({ room }) => room._id !== roomId)),
  userDeleteMessages: (view, { room, messages, isUserDeleteAllMessagesInRoom }, look) => {
    if (isUserDeleteAllMessagesInRoom) view.deleteAll(room)
    else view.deleteMessages(room, messages)
    look()
  },
  messageDeleted: (view, { room, messageID }) =>
    messageID === "_all" ? view.deleteAll(room) : view.deleteMessages(room, [messageID]),
}

export function applyEvent(view: View, { name, payload }: LiveEvent, look: () => void): void {
  ;(effects[name] as Apply<typeof payload>)(view, payload, look)
}
