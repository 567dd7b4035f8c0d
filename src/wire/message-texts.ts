import { isSystemType } from "./message-types.ts"

/** What a search finds a message by. */
export interface MessageTexts {
  text: string
  /** Names of the file; null when the message is not one. */
  file: string | null
}

const fileTypes = new Set(["file", "image", "video", "audio"])

/** Beyond this many letters a message is not searched. */
const longest = 20_000

/** @returns undefined for what no search finds: system messages, recalled ones, and those that only members can read. */
export function textsOf(messageType: string, content: Record<string, unknown>): MessageTexts | undefined {
  if (isSystemType(messageType) || messageType === "encrypted") return
  const text = textIn(content.message).slice(0, longest)
  return { text, file: fileTypes.has(messageType) ? namesIn(content.extra) : null }
}

/** Clients send `extra` as an object or as its text (contract: realtime.md 11). */
function namesIn(extra: unknown): string {
  const { fileName, title } = Object(typeof extra === "string" ? parse(extra) : extra)
  return `${textIn(fileName)}\n${textIn(title)}`.slice(0, longest)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const textIn = (value: unknown) => (typeof value === "string" ? value : "")
