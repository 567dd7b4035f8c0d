import { ChatError } from "./error.ts"

/** Deeper JSON serves nobody, and what cannot be written again must be refused before it is stored. */
export const deepest = 100

/**
 * The JSON text of what a caller wants to be stored.
 * @param field its name, for the sentence. @throws ChatError INVALID_PARAMETER, PAYLOAD_TOO_LARGE
 */
export function jsonOf(value: unknown, field: string, largestBytes: number): string {
  if (isDeeper(value, deepest))
    throw new ChatError("INVALID_PARAMETER", `${field} must not be nested deeper than ${deepest} levels.`)
  const json = JSON.stringify(value)
  if (Buffer.byteLength(json) > largestBytes)
    throw new ChatError(
      "PAYLOAD_TOO_LARGE",
      `${field} must not be larger than ${largestBytes} bytes of JSON.`,
    )
  return json
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some(part => isDeeper(part, levels - 1))
}
