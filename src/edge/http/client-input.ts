import type { ClientChanges } from "../../store/clients.ts"

const words = (text: string) => text.split(" ")

/** Fields of a user that have a place of their own, or that only the server sets (contract: openapi.yaml Client). */
const notFurther = new Set([
  ...words("_id id nickname avatarUrl description isRobot issueAccessToken token expirationDate"),
  ...words("appID clientType mute members notificationEnabled lastLoginTime lastLoginTimeMS lastActiveTime"),
  ...words(
    "lastActiveTimeMS isSocketConnected lastJoinOrCreateRoomTime address userAgent createdAt updatedAt",
  ),
  ...words("expirationDateMS __v"),
])

/** What a body says of a user, all further fields included, but for the id. */
export function readProfile(body: Record<string, unknown>): Omit<ClientChanges, "id" | "clientType"> {
  const { nickname, avatarUrl, description, isRobot } = body as Omit<ClientChanges, "id">
  const fields = Object.fromEntries(Object.entries(body).filter(([name]) => !notFurther.has(name)))
  return { nickname, avatarUrl, description, isRobot, fields }
}
