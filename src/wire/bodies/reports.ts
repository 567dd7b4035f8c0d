import { Type } from "typebox"
import { id, open, text } from "./parts.ts"

/** What users complain about: an addition of ours. */
export const report = Type.Object(
  {
    message: Type.Optional(
      Type.String({
        ...id,
        description: "The message; then client may be left out.",
        examples: ["65a1b2c3d4e5f60718293a4b"],
      }),
    ),
    client: Type.Optional(Type.String({ ...id, description: "Who is complained about." })),
    reason: Type.Union([Type.Literal("spam"), Type.Literal("abuse"), Type.Literal("other")], {
      examples: ["spam"],
    }),
    text: Type.Optional(text(1000)),
  },
  open,
)
