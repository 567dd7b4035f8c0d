import { type ClientRow, listClients } from "./clients.ts"
import type { Statements } from "./database.ts"
import { listRooms } from "./rooms.ts"
import { stampClients } from "./stamps.ts"
import { type RoomViews, viewRooms } from "./views.ts"

/** A pending invitation to a group room; times in ms since the epoch. */
export interface InvitationRow {
  id: string
  roomId: string
  inviteeId: string
  inviterId: string
  createdAt: number
  updatedAt: number
}

/** An invitation with the people and the room it shows. */
export interface InvitationView {
  invitation: InvitationRow
  people: ReadonlyMap<string, ClientRow>
  room: RoomViews
}

const columns = `id, room_id AS "roomId", invitee_id AS "inviteeId", inviter_id AS "inviterId",
  created_at AS "createdAt", updated_at AS "updatedAt"`

/** Invites; who was invited before is invited anew by somebody else. @returns it as it now stands. */
export async function upsertInvitation(tx: Statements, invitation: InvitationRow): Promise<InvitationRow> {
  const stored = await tx.get<InvitationRow>(
    `INSERT INTO invitations (id, room_id, invitee_id, inviter_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (room_id, invitee_id) DO UPDATE SET inviter_id = excluded.inviter_id,
       updated_at = excluded.updated_at
     RETURNING ${columns}`,
    [
      invitation.id,
      invitation.roomId,
      invitation.inviteeId,
      invitation.inviterId,
      invitation.createdAt,
      invitation.updatedAt,
    ],
  )
  await stampClients(tx, "invitations", [invitation.inviteeId])
  return stored ?? invitation
}

/** Ends invitations to a room. @returns those that there were. */
export async function deleteInvitations(
  tx: Statements,
  roomId: string,
  inviteeIds: readonly string[],
): Promise<InvitationRow[]> {
  await stampClients(tx, "invitations", inviteeIds)
  return tx.all<InvitationRow>(
    `DELETE FROM invitations WHERE room_id = ? AND invitee_id = ANY(?) RETURNING ${columns}`,
    [roomId, inviteeIds],
  )
}

/** Those of a user, or those of a room, newest first. */
export async function listInvitations(
  db: Statements,
  of: { inviteeId: string } | { roomId: string },
): Promise<InvitationRow[]> {
  const [column, value] = "inviteeId" in of ? ["invitee_id", of.inviteeId] : ["room_id", of.roomId]
  return db.all<InvitationRow>(
    `SELECT ${columns} FROM invitations WHERE ${column} = ? ORDER BY updated_at DESC, room_id, invitee_id`,
    [value],
  )
}

export async function findInvitation(
  db: Statements,
  roomId: string,
  inviteeId: string,
): Promise<InvitationRow | undefined> {
  return db.get<InvitationRow>(`SELECT ${columns} FROM invitations WHERE room_id = ? AND invitee_id = ?`, [
    roomId,
    inviteeId,
  ])
}

export async function viewInvitations(
  db: Statements,
  invitations: readonly InvitationRow[],
): Promise<InvitationView[]> {
  const people = await listClients(
    db,
    invitations.flatMap(({ inviterId, inviteeId }) => [inviterId, inviteeId]),
  )
  const rooms = await listRooms(
    db,
    invitations.map(invitation => invitation.roomId),
  )
  const room = await viewRooms(db, [...rooms.values()], null)
  return invitations.map(invitation => ({ invitation, people, room }))
}
