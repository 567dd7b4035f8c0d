/**
 * Base64 of the JSON text of a value, with every letter beyond ASCII escaped: published clients decode the bytes as
 * Latin-1 or as UTF-8, and only ASCII reads the same in both (contract: realtime.md 4).
 */
export function base64OfJson(value: unknown): string {
  const json = JSON.stringify(value)
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
  return Buffer.from(ascii, "latin1").toString("base64")
}
