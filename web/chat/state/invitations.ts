import type { Invitation, Room } from "../wire/models.ts"
import { change, type Session } from "./session.ts"
import { endAll } from "./store.ts"

/** Keeps the user's pending invitations in the page's state. @returns a function that ends it. */
export function followInvitations(session: Session): () => void {
  const { client } = session
  const tell = () => change(session, { invitations: client.invitations })
  const ends = [client.on("invitations", tell), client.on("reset", tell)]
  return endAll(ends)
}

/** @returns the room's id. @throws RequestError */
export async function accept({ client }: Session, { room }: Invitation): Promise<string> {
  const path = `/rooms/${encodeURIComponent(room._id)}/join`
  return (await client.request<Room>("POST", path, { systemMessage: true }))._id
}

/** @throws RequestError */
export function decline({ client }: Session, { room }: Invitation): Promise<void> {
  return client.decline(room._id)
}

/** Who is invited to a room and has not come yet. @throws RequestError */
export async function listPending({ client }: Session, roomId: string): Promise<Invitation[]> {
  const path = `/rooms/${encodeURIComponent(roomId)}/invitations`
  return (await client.request<{ data: Invitation[] }>("GET", path)).data
}

/** @returns who is still invited. @throws RequestError */
export async function withdraw({ client }: Session, roomId: string, invitee: string): Promise<Invitation[]> {
  const path = `/rooms/${encodeURIComponent(roomId)}/delete/invitations`
  const left = await client.request<{ data: Invitation[] }>("POST", path, { invitees: [invitee] })
  return left.data
}
