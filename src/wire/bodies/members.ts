import { Type } from "typebox"
import { id, open, text } from "./parts.ts"

/** Members and invitations: bodies (contract: openapi.yaml, components). */

const people = Type.Array(id, { minItems: 1, maxItems: 10_000 })
const systemMessage = Type.Optional(Type.Boolean())

const addOptions = { systemMessage, invitationRequired: Type.Optional(Type.Boolean()) }

export const join = Type.Union([Type.Null(), Type.Object({ systemMessage }, open)])

export const membersAdd = Type.Object({ invitees: people, ...addOptions }, open)

export const memberAdd = Type.Union([Type.Null(), Type.Object(addOptions, open)])

/** Each of them may become a message. */
export const membersRemove = Type.Object(
  { members: Type.Array(id, { minItems: 1, maxItems: 1000 }), systemMessage },
  open,
)

export const memberProperty = Type.Object(
  { property: Type.String({ ...text(256), minLength: 1 }), value: Type.Unknown() },
  open,
)

export const invitationsCancel = Type.Object({ invitees: people }, open)
