import { type Hit, search, searchMessages } from "../../chat/search.ts"
import { presentMessage } from "../../present/message.ts"
import { presentRoom } from "../../present/room.ts"
import { messageSearch, search as searchBody } from "../../wire/bodies/search.ts"
import { messagesFound, searchResult } from "../../wire/models.ts"
import type { Api } from "./api.ts"

const usualLimit = 20
const highestLimit = 100

const limitOf = (given: number | null | undefined) => Math.min(given ?? usualLimit, highestLimit)

const listOf = (given: string | string[] | null | undefined) => [given ?? []].flat()

export function searchRoutes({ route, ctx, appID, reader }: Api): void {
  route(
    "POST",
    "/search",
    "anyone",
    { summary: "Search messages, files and rooms by keyword", body: searchBody, result: searchResult },
    async ({ caller, body }) => {
      const kinds = listOf(body.type)
      const { hits, views } = await search(ctx, caller, {
        kinds,
        keyword: body.keyword,
        room: body.room || undefined,
        roomTags: listOf(body.roomTags),
        limit: limitOf(body.limit),
      })
      const rooms = new Map(
        views.rooms.map(view => [view.room.id, presentRoom(view, views.people, reader(caller))]),
      )
      const present =
        (kind: string) =>
        ({ roomId, messageIds }: Hit) => {
          const room = rooms.get(roomId)
          if (messageIds === null) return room
          return { room, messages: messageIds, ...(kind === "files" ? { messageID: messageIds[0] } : {}) }
        }
      // Clients fail on a kind that is not answered, known or not (contract: decided.md 19).
      return Object.fromEntries(kinds.map(kind => [kind, (hits.get(kind) ?? []).map(present(kind))]))
    },
  )

  route(
    "POST",
    "/messages/search",
    "anyone",
    { summary: "Search messages, as older apps do", body: messageSearch, result: messagesFound },
    async ({ caller, body }) => {
      const found = await searchMessages(ctx, caller, {
        keyword: body.message,
        room: body.room || undefined,
        limit: limitOf(body.limit),
      })
      return { data: found.map(view => presentMessage(view, appID)) }
    },
  )
}
