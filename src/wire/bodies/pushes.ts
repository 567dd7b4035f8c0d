import { Type } from "typebox"
import { id, limit, open, skip, text } from "./parts.ts"

/** Pushes: bodies and queries (contract: push.md 10, openapi.yaml). */

/** A push of the operator's own (contract: openapi.yaml PushPayload). */
export const operatorPush = Type.Object(
  {
    clients: Type.Array(id, { maxItems: 10_000 }),
    payload: Type.Object(
      {
        type: Type.Optional(text(1000)),
        expiry: Type.Optional(Type.Integer({ description: "Seconds since the epoch." })),
        alert: Type.Optional(Type.Union([text(10_000), Type.Object({}, open)])),
        badge: Type.Optional(
          Type.Union([Type.Integer(), text(100)], { description: "A number, or its digits." }),
        ),
        sound: Type.Optional(text(1000)),
        topic: Type.Optional(text(1000)),
        title: Type.Optional(text(10_000)),
        body: Type.Optional(text(10_000)),
        icon: Type.Optional(text(4000)),
        collapseKey: Type.Optional(text(1000)),
      },
      open,
    ),
  },
  open,
)

/** An addition of ours: no page of the contract has it. */
export const pushExplanation = Type.Object({
  message: id,
  client: Type.Optional(id),
  device: Type.Optional(text(256)),
  skip,
  limit,
})
