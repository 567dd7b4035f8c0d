import { Type } from "typebox"
import { open, text } from "./parts.ts"

/** Run-time settings: any name, any JSON value; these names have a shape (contract: openapi.yaml Config). */
export const settings = Type.Object(
  {
    announcement: Type.Optional(
      Type.Object({ text: Type.Optional(text(100_000)), pin: Type.Optional(Type.Boolean()) }, open),
    ),
    censorship: Type.Optional(
      Type.Object(
        { keywords: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { maxItems: 10_000 }) },
        open,
      ),
    ),
    featureFlags: Type.Optional(Type.Object({}, open)),
    vapidPublicKey: Type.Optional(
      Type.Unknown({ description: "Read-only, an addition: what browsers subscribe for pushes with." }),
    ),
  },
  open,
)
