import type { Statements } from "./database.ts"

/**
 * A stamp is the number of the commit that last changed something. Whoever has seen all up to a cursor has missed exactly
 * what is stamped with it or a later one (docs/decisions/0010). SQL knows `stamp()`, the number of the commit under way.
 */

/** The room, or anything in it, changed for its members. */
export async function stampRoom(tx: Statements, roomId: string): Promise<void> {
  await tx.run("UPDATE rooms SET stamp = stamp() WHERE id = ?", [roomId])
}

/** The people of a group changed, and with them for whom the group's settings of rooms hold. */
export async function stampRoomsSetBy(tx: Statements, groupName: string): Promise<void> {
  await tx.run(
    "UPDATE rooms SET stamp = stamp() WHERE id IN (SELECT room_id FROM group_prefs WHERE group_name = ?)",
    [groupName],
  )
}

/** A room changed for one member alone. */
export async function stampMember(tx: Statements, roomId: string, clientId: string): Promise<void> {
  await tx.run("UPDATE members SET stamp = stamp() WHERE room_id = ? AND client_id = ?", [roomId, clientId])
}

/** From now on these members see a room's messages otherwise: they came, cleared it, may see what is hidden. */
export async function refreshMembers(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
): Promise<void> {
  await tx.run(
    "UPDATE members SET stamp = stamp(), fresh_stamp = stamp() WHERE room_id = ? AND client_id = ANY(?)",
    [roomId, clientIds],
  )
}

/** Something that a user has a list of changed: which rooms they are in, their preferences, their invitations. */
export async function stampClients(
  tx: Statements,
  list: "rooms" | "prefs" | "invitations",
  clientIds: readonly string[],
): Promise<void> {
  if (clientIds.length === 0) return
  await tx.run(
    `INSERT INTO client_stamps (client_id, ${list}) SELECT id, stamp() FROM clients WHERE id = ANY(?) ORDER BY id
     ON CONFLICT (client_id) DO UPDATE SET ${list} = excluded.${list}`,
    [clientIds],
  )
}

/** The room comes or goes in the lists of all its members, who take it for a new one when it comes. */
export async function stampListsOf(tx: Statements, roomId: string): Promise<void> {
  await tx.run("UPDATE members SET stamp = stamp(), fresh_stamp = stamp() WHERE room_id = ?", [roomId])
  await tx.run(
    `INSERT INTO client_stamps (client_id, rooms)
     SELECT client_id, stamp() FROM members WHERE room_id = ? ORDER BY client_id
     ON CONFLICT (client_id) DO UPDATE SET rooms = excluded.rooms`,
    [roomId],
  )
}
