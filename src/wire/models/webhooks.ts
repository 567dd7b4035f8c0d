import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { id, iso, ms, number, text } from "./parts.ts"

/** Webhooks in answers; additions of ours. */

export const deadWebhook = Type.Object(
  {
    _id: id("The call: the header webhook-id of each try."),
    room: id("The room whose webhook was called."),
    attempts: number("How often it was tried."),
    reason: text("Why the last try failed."),
    createdAt: iso("When it happened."),
    createdAtMS: ms("When it happened"),
    diedAt: iso("When it was given up."),
    diedAtMS: ms("When it was given up"),
    body: Type.Object({}, { ...open, description: "What was sent: appID, roomID, event, data and so on." }),
  },
  { ...open, title: "DeadWebhook" },
)
