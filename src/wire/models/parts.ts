import { Type } from "typebox"

/** What the schemas of answers are made of; each part says what it is. */

export const id = (what: string) => Type.String({ description: what })
export const iso = (what: string) => Type.String({ description: what, format: "date-time" })
export const ms = (what: string) =>
  Type.Integer({ description: `${what}, in milliseconds since the epoch.`, format: "int64" })
export const text = (what: string) => Type.String({ description: what })
export const flag = (what: string) => Type.Boolean({ description: what })
export const number = (what: string) => Type.Integer({ description: what, minimum: 0 })
export const optional = Type.Optional

/** Another named schema, where it stands further down or inside itself. */
export const named = (title: string) => Type.Unsafe({ $ref: `#/components/schemas/${title}` })
