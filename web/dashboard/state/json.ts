/** @param complaint what the sentence of a failure begins with. @throws Error for people. */
export function parseJson(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${complaint}${(error as Error).message}`)
  }
}

/** As people read it: text as it is, everything else as indented JSON. */
export function printJson(value: unknown): string {
  if (value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value, null, 2)
}
