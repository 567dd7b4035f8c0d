import type { Session } from "./session.ts"

/** Deletes messages of a room for the user alone; they go when the server tells so. @throws RequestError */
export async function deleteForMe(
  { client }: Session,
  roomId: string,
  messages: readonly string[],
): Promise<void> {
  await client.request("POST", "/messages/user-delete", { room: roomId, messages })
}
