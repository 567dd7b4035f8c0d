import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { client, clientEmbedded } from "./clients.ts"
import { message } from "./messages.ts"
import { flag, id, iso, ms, number, optional, text } from "./parts.ts"

/** Rooms in answers, and what belongs to them (contract: openapi.yaml, components). */

export const roomPref = Type.Object(
  {
    room: optional(id("The room; not inside the room itself.")),
    tags: optional(Type.Array(Type.String())),
    tagColors: optional(Type.Object({}, { ...open, description: "Tag → colour." })),
    folder: optional(Type.String()),
    sticky: optional(flag("Stays on top of the list.")),
    hidden: optional(flag("Left out of the list.")),
    muted: optional(flag("No pushes.")),
    translation: optional(flag("For clients that translate.")),
    quittedAt: optional(iso("When the user left.")),
  },
  { ...open, title: "RoomPref", description: "What a user set for one room." },
)

const memberProperty = Type.Object(
  {
    client: id("Whose."),
    badge: optional(number("Unread messages of this member here.")),
    lastRead: optional(id("The last message read.")),
    role: optional(text("admin, or absent.")),
  },
  { ...open, title: "MemberProperty" },
)

export const lastRead = Type.Object(
  {
    client: id("Whose."),
    lastRead: optional(id("The last message read.")),
    badge: number("Unread messages of this member here."),
  },
  { ...open, title: "LastRead" },
)

const roomFields = {
  _id: id("The room's id."),
  id: id("The same."),
  appID: optional(text("Name of the application.")),
  name: optional(text("Name to show.")),
  cover: optional(text("Picture.")),
  description: optional(text("Free text.")),
  roomType: optional(Type.Enum(["direct", "group"])),
  memberProperties: optional(Type.Array(memberProperty)),
  lastMessage: optional(message),
  unread: optional(number("Unread messages of the caller.")),
  isMentioned: optional(flag("An unread message mentions the caller.")),
  muted: optional(flag("The caller gets no pushes of it.")),
  pref: optional(roomPref),
  isSuperuser: optional(flag("The caller is owner, manager or admin.")),
  owner: optional(clientEmbedded),
  managers: optional(Type.Array(id("A user."))),
  roomTags: optional(Type.Array(Type.String())),
  webhook: optional(text("Address or key of the room's webhook.")),
  botMode: optional(flag("Whether the webhook is called.")),
  botState: optional(text("The bot's own.")),
  extParams: optional(text("The operator's own.")),
  encrypted: optional(flag("Members encrypt end to end.")),
  serviceStatus: optional(number("0.")),
  status: optional(Type.Enum([0, 1], { type: "integer", description: "0: frozen." })),
  opening: optional(Type.Enum([0, 1], { type: "integer", description: "0: nobody joins." })),
  didBlockAt: optional(iso("When the caller blocked the other side.")),
  didBlockAtMS: optional(ms("The same")),
  wasBlockedAt: optional(iso("When the caller was blocked or banned.")),
  wasBlockedAtMS: optional(ms("The same")),
  createdTime: optional(iso("When it was made.")),
  createdTimeMS: optional(ms("When it was made")),
}

export const room = Type.Object(
  { ...roomFields, members: optional(Type.Array(client)) },
  { ...open, title: "Room" },
)

export const roomCreated = Type.Object(
  { ...roomFields, members: Type.Array(id("A member's bare id, in this answer alone.")) },
  { ...open, title: "RoomCreated" },
)

export const existence = Type.Object(
  { exists: flag("Whether the id is taken.") },
  { ...open, title: "RoomExists" },
)

export const typing = Type.Object(
  { room: id("Where."), message: text("What was typed so far."), sender: id("Who types.") },
  { ...open, title: "TypingEvent" },
)

export const invitation = Type.Object(
  {
    _id: optional(id("The invitation's id.")),
    inviter: clientEmbedded,
    invitee: clientEmbedded,
    room,
    createdAt: iso("When it was made."),
    createdTimeMS: ms("When it was made"),
    updatedAt: optional(iso("When it was renewed.")),
    updatedTimeMS: optional(ms("When it was renewed")),
  },
  { ...open, title: "Invitation" },
)

export const blockStatus = Type.Object(
  {
    appID: optional(text("Name of the application.")),
    blockee: clientEmbedded,
    blocker: Type.Union([id("A user."), clientEmbedded]),
    room: Type.Union([id("The room."), Type.Object({}, open)]),
    createdAt: iso("Since when."),
    updatedAt: iso("When it last changed."),
  },
  { ...open, title: "BlockStatus" },
)

export const blockList = Type.Object(
  { data: Type.Array(blockStatus) },
  { ...open, title: "BlockStatusList", description: "All there are, newest first." },
)
