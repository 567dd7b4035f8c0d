import { isoOf } from "../lib/clock.ts"
import type { InvitationView } from "../store/invitations.ts"
import { presentPerson } from "./client.ts"
import { presentFields, presentRoom } from "./room.ts"

/** A pending invitation, for the invitee: with its people and the room (contract: rest-extended.md 1.5). */
export function presentInvitation(view: InvitationView, appID: string) {
  const { roomId, inviteeId } = view.invitation
  return { ...presentAlone(view), room: presentInvitedRoom(roomId, view.room, inviteeId, appID) }
}

/** Those of one room, for its members: the room without its people, which all of them would repeat. */
export function presentRoomInvitations(views: readonly InvitationView[], appID: string) {
  const [room] = views[0]?.room.rooms ?? []
  if (!room) return []
  const shown = presentFields(room.room, views[0]?.room.people ?? new Map(), appID)
  return views.map(view => ({ ...presentAlone(view), room: shown }))
}

function presentAlone({ invitation, people }: InvitationView) {
  return {
    _id: invitation.id,
    inviter: presentPerson(invitation.inviterId, people),
    invitee: presentPerson(invitation.inviteeId, people),
    createdAt: isoOf(invitation.createdAt),
    updatedAt: isoOf(invitation.updatedAt),
    createdTimeMS: invitation.createdAt,
    updatedTimeMS: invitation.updatedAt,
  }
}

/** The room without what only members may know. */
function presentInvitedRoom(
  roomId: string,
  { rooms, people }: InvitationView["room"],
  clientId: string,
  appID: string,
) {
  const view = rooms.find(({ room }) => room.id === roomId)
  if (!view) return { _id: roomId, id: roomId }
  const reader = { appID, readTracking: false, clientId, isPlatform: false }
  const { lastMessage: _, memberProperties: __, ...shown } = presentRoom(view, people, reader)
  return shown
}
