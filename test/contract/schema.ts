/** A JSON Schema, as far as the facts look into it. */
export interface Schema {
  $ref?: string
  allOf?: Schema[]
  properties?: Record<string, Schema>
  [keyword: string]: unknown
}

const prose = new Set(["description", "examples", "example", "title", "default", "deprecated"])

/** Keywords whose keys are names, not keywords. */
const named = new Set(["properties", "patternProperties"])

/** The schema with nothing but what validates; references point into the document `contract`. */
export function withoutProse(schema: Schema): Schema {
  const entries = Object.entries(schema).filter(([key]) => !prose.has(key) && !key.startsWith("x-"))
  return Object.fromEntries(entries.map(([key, value]) => [key, cleaned(key, value)]))
}

/** The same for schemas by name. */
export function allWithoutProse(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutProse(schema)]))
}

function cleaned(key: string, value: unknown): unknown {
  if (key === "$ref") return (value as string).replace("#/components/schemas/", "contract#/schemas/")
  if (named.has(key)) return allWithoutProse(value as Record<string, Schema>)
  if (Array.isArray(value)) return value.map(item => cleaned("", item))
  return typeof value === "object" && value !== null ? withoutProse(value as Schema) : value
}
