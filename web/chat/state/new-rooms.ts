import type { Room } from "../wire/models.ts"
import type { RoomFields } from "./members.ts"
import type { Session } from "./session.ts"

/** The room of two people, made if there is none yet. @returns its id. @throws RequestError */
export async function openDirect({ client }: Session, invitee: string): Promise<string> {
  const body = { roomType: "direct", invitee }
  return (await client.request<Room>("POST", "/rooms/createAndJoin", body))._id
}

/** A room of many; who makes it owns it. @returns its id. @throws RequestError */
export async function makeGroup(session: Session, fields: RoomFields, invitee: string[]): Promise<string> {
  const { client, roomTag } = session
  const room = await client.request<Room>("POST", "/rooms/createAndJoin", {
    ...{ roomType: "group", systemMessage: true, ...fields, invitee },
    // Else a page that shows one tag alone would not show what was made on it.
    ...(roomTag ? { roomTags: [roomTag] } : {}),
  })
  return room._id
}
