import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { flag, id, iso, ms, named, number, optional, text } from "./parts.ts"

/** Users, groups and their tokens in answers (contract: openapi.yaml, components). */

const person = {
  _id: id("The user's id."),
  id: id("The same."),
  clientType: Type.Enum(["user", "group"], { description: "A group stands for its members." }),
  nickname: optional(text("Name to show.")),
  avatarUrl: optional(text("Picture; may be empty.")),
  description: optional(text("Free text.")),
  isRobot: optional(flag("A bot.")),
  lastLoginTimeMS: optional(ms("Last sign-in, 0 for never")),
  members: optional(Type.Array(named("ClientEmbedded"), { description: "The people of a group." })),
}

export const clientEmbedded = Type.Object(person, {
  ...open,
  title: "ClientEmbedded",
  description: "A user as messages, invitations and blocks show one.",
})

const clientFields = {
  ...person,
  appID: optional(text("Name of the application.")),
  mute: optional(Type.Array(id("A room."), { description: "Rooms the user muted." })),
  notificationEnabled: optional(flag("Whether the user gets pushes at all.")),
  lastLoginTime: optional(iso("Last sign-in.")),
  address: optional(Type.Object({}, { ...open, description: "From where the user signed in last." })),
  userAgent: optional(text("With what the user signed in last.")),
  isSocketConnected: optional(flag("Whether the user has a live socket; in member lists only.")),
  createdAt: optional(iso("When the user was made.")),
  updatedAt: optional(iso("When the record last changed.")),
}

export const client = Type.Object(clientFields, {
  ...open,
  title: "Client",
  description: "A user, with every further field that was stored.",
})

const tokenFields = {
  token: text("The token's text."),
  createdAt: optional(iso("When it was made.")),
  updatedAt: optional(iso("When it last changed.")),
  expirationDate: iso("Its end."),
  expirationDateMS: optional(ms("Its end")),
}

export const tokenRecord = Type.Object(tokenFields, { ...open, title: "TokenRecord" })

export const tokenList = Type.Object({ data: Type.Array(tokenRecord) }, open)

export const clientWithToken = Type.Object(
  {
    ...clientFields,
    token: optional(text("The token that was issued or bound.")),
    expirationDate: optional(iso("Its end.")),
    issueAccessToken: optional(flag("Whether the server made it.")),
  },
  { ...open, title: "ClientWithToken" },
)

export const token = Type.Object(
  {
    ...tokenFields,
    _id: id("Whose it is."),
    client: id("The same."),
    nickname: optional(text("The user's name.")),
    avatarUrl: optional(text("The user's picture.")),
    issueAccessToken: optional(flag("false: a backend made it.")),
  },
  { ...open, title: "Token" },
)

export const tokenRevocation = Type.Object(
  {
    success: flag("true."),
    message: text("The same in words."),
    revokedTokens: number("How many ended."),
    data: Type.Array(tokenRecord),
  },
  { ...open, title: "TokenRevocation" },
)

export const signed = Type.Object(
  {
    authType: text("Kind of the token."),
    token: text("The token, a JWT whose claim `id` is the user."),
    expirationDate: iso("Its end."),
    exp: Type.Integer({ description: "Its end, in seconds since the epoch.", format: "int64" }),
    id: id("The user."),
    nickname: optional(text("The user's name.")),
    avatarUrl: optional(text("The user's picture.")),
  },
  { ...open, title: "Signed" },
)

export const tokenText = text("Base64 of random bytes.")

export const group = Type.Object(
  {
    _id: id("The group's id, which is a user id, too."),
    id: id("The same."),
    clientType: Type.Literal("group", { type: "string" }),
    nickname: text("Name to show."),
    avatarUrl: text("Picture; may be empty."),
    members: Type.Array(id("A user of the group.")),
    createdAt: optional(iso("When it was made.")),
    updatedAt: optional(iso("When it last changed.")),
  },
  { ...open, title: "Group" },
)

export const userPref = Type.Object(
  { key: text("Its name."), data: Type.Unknown({ description: "Any JSON value." }) },
  { ...open, title: "UserPref" },
)

/** All of them, or the one that was asked for. */
export const userPrefs = Type.Union([Type.Array(userPref), userPref])
