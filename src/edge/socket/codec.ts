/** How a socket wants its events: native JSON values, or base64 of their JSON text (contract: realtime.md 4). */
export type Encoding = "plain" | "base64"

/** Reads the `encoding` of `conf`; undefined when it is not supported. */
export function encodingOf(value: unknown): Encoding | undefined {
  if (value === undefined || value === null || value === "" || value === "none") return "plain"
  return value === "base64" ? "base64" : undefined
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Base64 text, standard or URL-safe, padded or not; undefined when it is none, or not of UTF-8. */
function decodeBase64(text: string): string | undefined {
  const compact = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")
  if (!/^[A-Za-z0-9+/]+$/.test(compact) || compact.length % 4 === 1) return
  try {
    return utf8.decode(Buffer.from(compact, "base64"))
  } catch {
    return
  }
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return
  }
}

/** Reads an object that a client sent natively, as JSON text, or as base64 of that; undefined when it is none. */
export function readObject(argument: unknown): Record<string, unknown> | undefined {
  if (typeof argument === "object" && argument !== null && !Array.isArray(argument)) {
    return argument as Record<string, unknown>
  }
  if (typeof argument !== "string") return
  return argument.startsWith("{") ? parseObject(argument) : parseObject(decodeBase64(argument))
}

/** Reads the text of a typing signal; on a base64 socket it may be encoded. */
export function readText(argument: unknown, encoding: Encoding): string {
  if (typeof argument !== "string") return ""
  return (encoding === "base64" && decodeBase64(argument)) || argument
}
