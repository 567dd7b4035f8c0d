import { change, type Session } from "./session.ts"

/** What the user says of themselves. @throws RequestError */
export async function saveProfile(session: Session, fields: { nickname?: string; avatarUrl?: string }) {
  change(session, { me: await session.client.updateMe(fields) })
}
