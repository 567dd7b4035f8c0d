import type { Message, Picture } from "../wire/models.ts"

const SYSTEM = new Set([
  "joinRoom",
  "leaveRoom",
  "addMember",
  "addMembers",
  "deleteMember",
  "deleteMembers",
  "assignAdmin",
  "cancelInvitations",
])

export function isSystem(message: Message): boolean {
  return SYSTEM.has(message.messageType)
}

const TEXT = new Set(["text", "mixed", "announcement"])

export function isText(message: Message): boolean {
  return TEXT.has(message.messageType)
}

export function textOf(message: Message): string {
  return typeof message.message === "string" ? message.message : ""
}

export function picturesOf(message: Message): Picture[] {
  if (message.images?.length) return message.images.filter(picture => picture.originalUrl)
  return message.messageType === "image" && message.originalUrl ? [message] : []
}

/** `extra` is an object or, from older clients, its JSON text. */
export function extraOf(message: Message): Record<string, unknown> {
  const { extra } = message
  if (typeof extra === "object" && extra) return extra as Record<string, unknown>
  try {
    return JSON.parse(String(extra)) ?? {}
  } catch {
    return {}
  }
}
