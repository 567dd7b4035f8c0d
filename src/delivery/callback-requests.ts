import { presentMessage } from "../present/message.ts"
import type { ClientRow } from "../store/clients.ts"
import type { Database } from "../store/database.ts"
import { findRoom } from "../store/rooms.ts"
import type { MessageView } from "../store/views.ts"
import { badgeAddressOf } from "./badge-service.ts"
import { alertOf } from "./push/alert.ts"
import { addressOf } from "./webhook/address.ts"

export type CallbackKind = "AUTH" | "AUTH_SIGN" | "BADGE" | "PUSH_V1" | "PUSH_V2" | "WEBHOOK"

/** One trial call: where to, what, and the secret that signs it. */
export interface CallbackRequest {
  url: string | undefined
  body: object
  secret: string | null
}

/** Where the operator's servers are, and what signs calls to them. */
export interface CallbackAddresses {
  appID: string
  auth: { verifyUrl: string | null; signUrl: string | null; secret: string | null }
  push: { version: "v1" | "v2" | null; url: string | null; secret: string | null }
  webhooks: { prefix: string | null; secret: string | null }
  badgeUrl: string | null
}

/** Nobody is called so; receivers that look it up find nobody. */
const userId = "parley-test-user"
const roomId = "parley-test-room"

const person = (now: number): ClientRow => ({
  ...{ id: userId, clientType: "user", nickname: "Test", avatarUrl: "", description: null, isRobot: false },
  ...{ notificationEnabled: true, fields: {}, lastLoginAt: 0, address: null, userAgent: null },
  ...{ createdAt: now, updatedAt: now },
})

function sampleView(now: number, room: string): MessageView {
  const message = {
    ...{ id: "000000000000000000000000", roomId: room, seq: 1, senderId: userId, messageType: "text" },
    ...{ content: { message: "This is a test." }, createdAt: now, updatedAt: now, editedAt: null },
    ...{ hidden: false, pinned: false, reactions: [], batchId: null },
  }
  return { message, people: new Map([[userId, person(now)]]) }
}

/** What a trial call of a kind says; `url` is undefined where the server has none. @param namedRoom whose webhook is tried. */
export async function callbackRequest(
  db: Database,
  kind: CallbackKind,
  { appID, auth, push, webhooks, badgeUrl }: CallbackAddresses,
  now: number,
  namedRoom: string | undefined,
): Promise<CallbackRequest> {
  const view = sampleView(now, namedRoom ?? roomId)
  const shown = presentMessage(view, appID)
  const pushUrl = (version: "v1" | "v2") => (push.version === version ? (push.url ?? undefined) : undefined)
  const requests: Record<CallbackKind, () => CallbackRequest | Promise<CallbackRequest>> = {
    AUTH: () => ({
      url: auth.verifyUrl ?? undefined,
      body: { token: "parley-test-token" },
      secret: auth.secret,
    }),
    AUTH_SIGN: () => ({
      url: auth.signUrl ?? undefined,
      body: { id: userId, nickname: "Test", avatarUrl: "" },
      secret: auth.secret,
    }),
    BADGE: () => ({
      url: badgeUrl === null ? undefined : badgeAddressOf(badgeUrl, userId),
      body: { source: "imkit", count: 1 },
      secret: auth.secret,
    }),
    PUSH_V1: () => ({
      url: pushUrl("v1"),
      body: { ...shown, alert: alertOf(view), toClient: userId, badge: 1 },
      secret: push.secret,
    }),
    PUSH_V2: () => ({
      url: pushUrl("v2"),
      body: { ...shown, roomName: "Test", pushToClients: [userId] },
      secret: push.secret,
    }),
    WEBHOOK: async () => {
      const room = namedRoom === undefined ? undefined : await findRoom(db, namedRoom)
      const webhook = room?.webhook ?? undefined
      const told = { event: "MESSAGE", clientID: userId, data: shown }
      return {
        url: webhook === undefined ? undefined : addressOf(webhook, webhooks.prefix),
        body: { appID, roomID: view.message.roomId, botState: room?.botState ?? "", ...told },
        secret: webhooks.secret,
      }
    },
  }
  return requests[kind]()
}
