import { isoOf } from "../lib/clock.ts"
import type { ClientRow } from "../store/clients.ts"

/** A group as the API key sees it, its people as ids (contract: openapi.yaml Group). */
export function presentGroup(group: ClientRow) {
  return {
    _id: group.id,
    id: group.id,
    clientType: group.clientType,
    nickname: group.nickname,
    avatarUrl: group.avatarUrl,
    members: (group.people ?? []).map(({ id }) => id),
    createdAt: isoOf(group.createdAt),
    updatedAt: isoOf(group.updatedAt),
  }
}
