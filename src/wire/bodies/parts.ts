import { Type } from "typebox"

/** What request bodies and queries are made of. */

/** Not every database can hold it. */
export const noNul = "^[^\\u0000]*$"

/** Text that any database can hold. */
export const text = (longest: number) => Type.String({ maxLength: longest, pattern: noNul })

export const id = text(1024)

/** Fields that are not named are let through. */
export const open = { additionalProperties: true }

/** A query field that may be given once or several times. */
export const oneOrMany = Type.Optional(Type.Union([text(10_000), Type.Array(text(10_000))]))

/** Numbers that page through a list; in a query they arrive as text. */
export const skip = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 1e9, description: "How many to leave out at the beginning." }),
)
export const limit = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 1e9, description: "How many to answer at most." }),
)
