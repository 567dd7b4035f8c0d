import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { pushOutcomes, pushSentences } from "../push-outcomes.ts"
import { id, ms, number, optional, text } from "./parts.ts"

/** What became of pushes: additions of ours (docs/push.md). */

const words = [...new Set(Object.values(pushOutcomes).map(({ word }) => word))]

const fate = {
  client: optional(id("For whom.")),
  deviceType: optional(text("As it was registered: ios, ios-voip, fcm, android or web.")),
  deviceId: optional(id("The device; absent where it is about the user.")),
  outcome: text(`One of ${words.join(", ")}.`),
  sentence: text("The same for people, with the reason that was given."),
  providerId: optional(id("Under which Apple or Google knows it.")),
  attempts: optional(number("How often it was tried.")),
  createdAtMS: optional(ms("When it was made")),
  settledAtMS: optional(ms("When it was over")),
  nextTryAtMS: optional(ms("When it is tried next")),
  expiresAtMS: optional(ms("After when it is not tried any more")),
}

export const pushExplanation = Type.Object(
  {
    message: id("The message."),
    room: Type.Union([id("Its room."), Type.Null()]),
    outcome: text(`Of all its pushes: ${Object.keys(pushSentences).join(", ")}.`),
    sentence: text("The same for people."),
    totalCount: number("How many entries there are, whatever the page."),
    data: Type.Array(Type.Object(fate, open)),
    callbacks: Type.Array(Type.Object({ kind: text("webhook, push-v1 or push-v2."), ...fate }, open), {
      description: "Calls of the room's webhook that are tried until they arrive, and others that wait.",
    }),
  },
  { ...open, title: "PushExplanation" },
)
