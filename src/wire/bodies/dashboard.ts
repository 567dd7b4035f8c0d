import { Type } from "typebox"
import { id, limit, open, skip, text } from "./parts.ts"

/** The operators' dashboard: bodies and queries, all of them our own. */

const password = Type.String({ maxLength: 1024 })
const name = text(100)

export const operatorSignIn = Type.Object({ name, password }, open)

export const passwordChange = Type.Object({ current: password, next: password }, open)

export const passwordAgain = Type.Object({ password }, open)

export const operatorCreate = Type.Object({ name }, open)

export const keyRotation = Type.Object(
  { password, overlapHours: Type.Number({ minimum: 0, maximum: 24 * 90 }) },
  open,
)

export const listPage = Type.Object({ skip, limit })

export const searchPage = Type.Object({ search: Type.Optional(text(200)), skip, limit })

export const messageSearch = Type.Object({ ...searchPage.properties, room: Type.Optional(id) })

export const devicesOf = Type.Object({ clientId: id })

export const pushTest = Type.Object(
  {
    clientId: id,
    deviceId: Type.Optional(text(256)),
    title: Type.Optional(text(200)),
    body: Type.String({ minLength: 1, maxLength: 2000, pattern: "^[^\\u0000]*$" }),
  },
  open,
)

export const callbackKinds = ["AUTH", "AUTH_SIGN", "BADGE", "PUSH_V1", "PUSH_V2", "WEBHOOK"] as const

export const callbackTest = Type.Object(
  {
    kind: Type.Union(callbackKinds.map(kind => Type.Literal(kind))),
    roomId: Type.Optional(id),
    url: Type.Optional(text(4000)),
  },
  open,
)

const profile = {
  nickname: Type.Optional(text(1000)),
  avatarUrl: Type.Optional(text(4000)),
  description: Type.Optional(text(20_000)),
  isRobot: Type.Optional(Type.Boolean()),
}

export const userCreate = Type.Object(
  { _id: id, ...profile, issueToken: Type.Optional(Type.Boolean()) },
  open,
)

export const userUpdate = Type.Object(profile, open)

export const muteNamed = Type.Object({ roomId: id }, open)

export const historyPage = Type.Object({ before: Type.Optional(text(256)), limit })

export const systemText = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 20_000, pattern: "^[^\\u0000]*$" }) },
  open,
)

export const membersAdded = Type.Object({ members: Type.Array(id, { minItems: 1, maxItems: 1000 }) }, open)

export const hiding = Type.Object({ hidden: Type.Boolean() }, open)

const reportStates = ["open", "closed"] as const

const state = Type.Union(reportStates.map(state => Type.Literal(state)))

export const reportList = Type.Object({ state: Type.Optional(state), skip, limit })

export const reportUpdate = Type.Object({ state, note: Type.Optional(text(2000)) }, open)

export const statistics = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
})

export const replay = Type.Object(
  {
    ids: Type.Optional(Type.Array(text(256), { minItems: 1, maxItems: 1000 })),
    roomId: Type.Optional(id),
    all: Type.Optional(Type.Literal(true)),
  },
  open,
)
