import type { Client, Room } from "../wire/models.ts"
import type { Session } from "./session.ts"

/** Who of the two in a direct room has ended it; in a group, whether the user is banned. */
export function blockOf(room: Room): { isMine: boolean; isTheirs: boolean } {
  return { isMine: Boolean(room.didBlockAt), isTheirs: Boolean(room.wasBlockedAt) }
}

/** @throws RequestError */
export async function setBlocked({ client }: Session, peerId: string, isBlocked: boolean): Promise<void> {
  await client.request(isBlocked ? "POST" : "DELETE", `/blockStatus/my/${encodeURIComponent(peerId)}`)
}

/** Who is silenced in a group, for those who may lift it. @throws RequestError */
export async function listBanned({ client }: Session, roomId: string): Promise<Client[]> {
  const path = `/blockStatus/room/${encodeURIComponent(roomId)}`
  const { data } = await client.request<{ data: { blockee: Client }[] }>("GET", path)
  return data.map(({ blockee }) => blockee)
}

/** @throws RequestError */
export async function setBanned({ client }: Session, roomId: string, id: string, isBanned: boolean) {
  const path = `/blockStatus/room/${encodeURIComponent(roomId)}/${encodeURIComponent(id)}`
  await client.request(isBanned ? "POST" : "DELETE", path)
}
