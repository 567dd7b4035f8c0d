import { Type } from "typebox"

/** What request bodies and queries are made of. */

/** Text that any database can hold. */
export const text = (longest: number) => Type.String({ maxLength: longest, pattern: "^[^\\u0000]*$" })

export const id = text(1024)

/** Fields that are not named are let through. */
export const open = { additionalProperties: true }

/** A query field that may be given once or several times. */
export const oneOrMany = Type.Optional(Type.Union([text(10_000), Type.Array(text(10_000))]))

/** Numbers that page through a list; in a query they arrive as text. */
export const skip = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 }))
export const limit = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 }))
