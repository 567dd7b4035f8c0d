import { isoOf } from "../lib/clock.ts"
import type { InvitationView } from "../store/invitations.ts"
import { presentSender } from "./client.ts"
import { presentRoom } from "./room.ts"

/** A pending invitation with its people and its room (contract: rest-extended.md 1.5, realtime.md 6.1). */
export function presentInvitation({ invitation, people, room }: InvitationView, appID: string) {
  const person = (id: string) => {
    const client = people.get(id)
    return client ? presentSender(client) : { _id: id, id, clientType: "user" as const }
  }
  return {
    _id: invitation.id,
    inviter: person(invitation.inviterId),
    invitee: person(invitation.inviteeId),
    room: presentInvitedRoom(invitation.roomId, room, invitation.inviteeId, appID),
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
