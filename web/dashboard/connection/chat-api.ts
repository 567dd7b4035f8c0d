import type {
  Ban,
  Device,
  Message,
  Report,
  ReportState,
  Room,
  TokenLink,
  User,
  UserDetail,
} from "../wire/chat.ts"
import type { Page } from "../wire/models.ts"
import type { PushExplanation } from "../wire/sendings.ts"
import { queryOf } from "./queries.ts"
import type { Request } from "./request.ts"

export interface Search {
  search: string
  skip: number
  limit: number
}

export interface UserDraft {
  _id: string
  nickname: string
  avatarUrl: string
}

export interface RoomDraft {
  _id?: string
  name: string
  roomType: string
  members: string[]
}

/** Calls about users, rooms, messages and reports. */
export function createChatApi(request: Request) {
  const user = (id: string) => `/users/${encodeURIComponent(id)}`
  const room = (id: string) => `/rooms/${encodeURIComponent(id)}`
  const message = (id: string) => `/messages/${encodeURIComponent(id)}`
  return {
    listUsers: (search: Search) => request<Page<User>>("GET", `/users${queryOf({ ...search })}`),
    getUser: (id: string) => request<UserDetail>("GET", user(id)),
    createUser: (draft: UserDraft, issueToken: boolean) =>
      request<User & Partial<TokenLink>>("POST", "/users", { ...draft, issueToken }),
    updateUser: ({ _id, ...changes }: UserDraft) => request<unknown>("PUT", user(_id), changes),
    deleteUser: (id: string) => request<unknown>("DELETE", user(id)),
    issueToken: (id: string) => request<TokenLink>("POST", `${user(id)}/token`),
    revokeTokens: (id: string) => request<unknown>("DELETE", `${user(id)}/tokens`),
    listDevices: (clientId: string) => request<Device[]>("GET", `/devices${queryOf({ clientId })}`),

    listRooms: (search: Search) => request<Page<Room>>("GET", `/rooms${queryOf({ ...search })}`),
    getRoom: (id: string) => request<Room>("GET", room(id)),
    createRoom: (draft: RoomDraft) => request<Room>("POST", "/rooms", draft),
    deleteRoom: (id: string) => request<unknown>("DELETE", room(id)),
    freezeRoom: (id: string, frozen: boolean) =>
      request<unknown>("PUT", room(id), { status: frozen ? 0 : 1 }),
    addMembers: (id: string, members: string[]) =>
      request<unknown>("POST", `${room(id)}/members`, { members }),
    listBans: (id: string) => request<Ban[]>("GET", `${room(id)}/bans`),
    banMember: (id: string, clientId: string) =>
      request<unknown>("PUT", `${room(id)}/bans/${encodeURIComponent(clientId)}`),
    liftBan: (id: string, clientId: string) =>
      request<unknown>("DELETE", `${room(id)}/bans/${encodeURIComponent(clientId)}`),
    removeMember: (id: string, clientId: string) =>
      request<unknown>("DELETE", `${room(id)}/members/${encodeURIComponent(clientId)}`),
    sendSystemMessage: (id: string, text: string) =>
      request<unknown>("POST", `${room(id)}/message`, { text }),
    /** Newest first; with `before`, what is older than that message. */
    listRoomMessages: (id: string, limit: number, before?: string) =>
      request<Page<Message>>("GET", `${room(id)}/messages${queryOf({ limit, before })}`),

    searchMessages: (search: Search) => request<Page<Message>>("GET", `/messages${queryOf({ ...search })}`),
    hideMessage: (id: string, hidden: boolean) =>
      request<unknown>("PUT", `${message(id)}/hidden`, { hidden }),
    deleteMessage: (id: string) => request<unknown>("DELETE", message(id)),
    explainPush: (id: string) => request<PushExplanation>("GET", `${message(id)}/explain`),

    listReports: (state: ReportState, skip: number, limit: number) =>
      request<Page<Report>>("GET", `/reports${queryOf({ state, skip, limit })}`),
    saveReport: (id: string, state: ReportState, note: string) =>
      request<unknown>("PUT", `/reports/${encodeURIComponent(id)}`, { state, note }),
  }
}
