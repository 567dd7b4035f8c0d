import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { clientEmbedded } from "./clients.ts"
import { flag, id, iso, ms, named, number, optional, text } from "./parts.ts"

/** Messages in answers (contract: openapi.yaml, components). */

const reaction = Type.Object(
  { client: id("Who."), reaction: text("With what.") },
  { ...open, title: "Reaction" },
)

const messageFields = {
  _id: id("24 hex digits that sort by time."),
  id: id("The same."),
  appID: optional(text("Name of the application.")),
  room: id("The room it stands in."),
  messageType: text("text, image, … or a type of one's own."),
  message: optional(Type.Unknown({ description: "Text in text types, any JSON value in others." })),
  mentions: optional(Type.Array(id("A mentioned user."))),
  reply: optional(named("Message")),
  extra: optional(Type.Unknown({ description: "The sender's own data." })),
  reactions: optional(Type.Array(reaction)),
  reactionCount: optional(number("How many there are.")),
  pinned: optional(flag("Pinned in its room.")),
  isPined: optional(flag("The same.")),
  isHidden: optional(flag("Hidden from members.")),
  batchID: optional(id("The batch it was sent with.")),
  messageTime: optional(iso("When it was sent.")),
  roomSeq: Type.Integer({ description: "Its place among all messages of the room." }),
  messageTimeMS: ms("When it was sent"),
  createdAt: optional(iso("The same.")),
  createdAtMS: ms("The same"),
  updatedAt: optional(iso("When it last changed.")),
  updatedAtMS: ms("When it last changed"),
  editedAt: optional(iso("When it was edited, if it was.")),
}

export const message = Type.Object(
  { ...messageFields, sender: clientEmbedded },
  { ...open, title: "Message" },
)

export const messageSent = Type.Object(
  { ...messageFields, sender: id("The sender's bare id, in this answer alone.") },
  { ...open, title: "MessageSent" },
)

export const messagePage = Type.Object(
  {
    totalCount: number("Messages that the caller can see, whatever the page."),
    data: Type.Array(message),
    userDeletedIDs: Type.Array(
      id("A message in the span of the page that the caller deleted for themselves."),
    ),
  },
  { ...open, title: "MessagePage" },
)

export const countedMessages = Type.Object(
  { count: number("How many."), data: Type.Array(message) },
  { ...open, title: "CountedMessages" },
)

export const messageDeletion = Type.Object(
  {
    deletedCount: number("How many were deleted."),
    roomID: id("Their room."),
    messageID: text("The deleted message, or _all."),
    deletedBy: Type.Union([Type.Null(), Type.String()], { description: "The acting user, if there is one." }),
    deletedAt: iso("When."),
  },
  { ...open, title: "MessageDeletion" },
)

export const streamedPiece = Type.Object(
  {
    messageId: id("What the finished answer is to be sent with, as its _id."),
    room: id("Where."),
    sender: id("Whose answer it is."),
  },
  { ...open, title: "StreamedPiece" },
)

const counters = {
  n: number("How many were found."),
  nModified: number("How many of them changed."),
  ok: Type.Integer({ description: "1." }),
}

export const changedMessages = Type.Object(counters, { ...open, title: "ChangedMessages" })

export const userDeletion = Type.Object(
  {
    ...counters,
    room: id("The room."),
    totalCount: number("The same as n."),
    messages: Type.Array(id("A message that is now deleted; the newest 10,000 are named.")),
  },
  { ...open, title: "UserDeletion" },
)

export const userDeletedMessage = Type.Object(
  { message: id("The message."), createdAt: iso("When it was deleted."), updatedAt: iso("The same.") },
  { ...open, title: "UserDeletedMessage" },
)

export const batch = Type.Object(
  { batchID: id("Stands on each message of the batch."), count: number("Messages that were written.") },
  { ...open, title: "Batch" },
)
