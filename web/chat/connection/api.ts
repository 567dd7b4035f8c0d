import type { Request } from "../../../client/src/index.ts"
import type { Client, Message, Page, Room } from "../wire/models.ts"

/** The REST calls of the page, by name. `now`: the server's clock, ms. */
export function createApi(request: Request, now: () => number) {
  const room = (id: string) => `/rooms/${encodeURIComponent(id)}`
  return {
    now,
    getMe: () => request<Client>("GET", "/me"),
    getRoom: (id: string) => request<Room>("GET", room(id)),

    listRooms(skip: number, limit: number, roomTag?: string) {
      const query = new URLSearchParams({ skip: `${skip}`, limit: `${limit}`, sort: "-lastMessage" })
      if (roomTag) query.set("q", JSON.stringify({ roomTags: roomTag }))
      return request<Page<Room>>("GET", `/rooms?${query}`)
    },

    /** Newest first. With `before`, that message itself comes first, then the older ones. */
    listMessages(id: string, limit: number, before?: string) {
      const query = new URLSearchParams({ limit: `${limit}`, sortOrder: "desc" })
      if (before) query.set("beforeMessage", before)
      return request<Page<Message>>("GET", `${room(id)}/messages/v3?${query}`)
    },

    /** The caller chooses the id, so the same message sent twice is stored once. */
    sendText: (id: string, messageId: string, message: string) =>
      request<Message>("POST", `${room(id)}/message`, { _id: messageId, messageType: "text", message }),
    editText: (id: string, messageId: string, message: string) =>
      request<Message>("POST", `${room(id)}/message`, { _id: messageId, message }),
    recallMessage: (id: string, messageId: string) =>
      request<Message>("POST", `${room(id)}/message`, { _id: messageId, messageType: "recall" }),
    markRead: (id: string, messageId: string) =>
      request<unknown>("PUT", `${room(id)}/lastRead`, { message: messageId }),

    signFile: (path: string) => request<{ url: string }>("GET", `${path}?signedUrlOnly=true`),
  }
}

export type Api = ReturnType<typeof createApi>
