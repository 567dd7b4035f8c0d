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
