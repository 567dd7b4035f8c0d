/** Placeholders of a mass sending: `$name$` in texts, each entry with values of its own. */

/** Name without dollar signs → what stands in its place. */
export type Values = ReadonlyMap<string, string>

/** The placeholders among the fields of an entry. */
export function valuesOf(entry: Record<string, unknown>): Values {
  const named = Object.entries(entry).filter(([field]) => /^\$[^$]+\$$/.test(field))
  return new Map(named.map(([field, value]) => [field.slice(1, -1), String(value)]))
}

/** Replaces placeholders in every text of a value. Those without a value stay as they are. */
export function fill(value: unknown, values: Values, grow: (characters: number) => void): unknown {
  if (typeof value === "string") return fillText(value, values, grow)
  if (Array.isArray(value)) return value.map(part => fill(part, values, grow))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, fill(part, values, grow)]))
}

/** The same in what may be the JSON text of an object: it stays such a text, whatever the values hold. */
export function fillJson(value: unknown, values: Values, grow: (characters: number) => void): unknown {
  if (typeof value !== "string" || !isJson(value)) return fill(value, values, grow)
  const quoted = [...values].map(([name, text]) => [name, JSON.stringify(text).slice(1, -1)] as const)
  return fillText(value, new Map(quoted), grow)
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** @param grow told, before it happens, by how much a text gets longer. */
function fillText(text: string, values: Values, grow: (characters: number) => void): string {
  const [first = "", ...parts] = text.split("$")
  let filled = first
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? ""
    const value = i < parts.length - 1 ? values.get(part) : undefined
    if (value === undefined) {
      filled += `$${part}`
      continue
    }
    grow(value.length)
    filled += value + parts[++i]
  }
  return filled
}
