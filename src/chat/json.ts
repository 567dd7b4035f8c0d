import { ChatError } from "./error.ts"

/** Deeper JSON serves nobody, and what cannot be written again must be refused before it is stored. */
export const deepest = 100

/**
 * The JSON text of what a caller wants to be stored.
 * @param field its name, for the sentence. @throws ChatError INVALID_PARAMETER, PAYLOAD_TOO_LARGE
 */
export function jsonOf(value: unknown, field: string, largestBytes: number): string {
  checkDepth(value, field, deepest)
  const json = JSON.stringify(value)
  if (Buffer.byteLength(json) > largestBytes)
    throw new ChatError(
      "PAYLOAD_TOO_LARGE",
      `${field} must not be larger than ${largestBytes} bytes of JSON.`,
    )
  return json
}

/** One text for equal values, whatever the order of their fields. @throws ChatError INVALID_PARAMETER */
export function canonicalJson(value: unknown, field: string): string {
  checkDepth(value, field, deepest + 1)
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function checkDepth(value: unknown, field: string, levels: number): void {
  if (isDeeper(value, levels))
    throw new ChatError("INVALID_PARAMETER", `${field} must not be nested deeper than ${levels} levels.`)
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some(part => isDeeper(part, levels - 1))
}
