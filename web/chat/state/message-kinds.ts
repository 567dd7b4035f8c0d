import type { Message, Picture } from "../wire/models.ts"
import { type Loose, numberOf, objectOf, objectsOf } from "./loose-values.ts"
import { webUrl } from "./web-urls.ts"

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

const PICTURED = new Set(["image", "mixed"])
const MOST_PICTURES = 100

/** The pictures of a message, each with an address that may be loaded. */
export function picturesOf(message: Message): Picture[] {
  if (!PICTURED.has(message.messageType)) return []
  const listed = objectsOf(message.images, MOST_PICTURES).map(pictureOf)
  const pictures = listed.some(({ originalUrl }) => originalUrl) ? listed : [pictureOf(message)]
  return pictures.filter(({ originalUrl }) => originalUrl)
}

/** Its addresses and size, without those that are none. */
export function pictureOf(fields: Loose): Picture {
  const thumbnailUrl = webUrl(fields.thumbnailUrl)
  return {
    originalUrl: webUrl(fields.originalUrl) ?? thumbnailUrl,
    thumbnailUrl,
    width: numberOf(fields.width, 1, 100_000),
    height: numberOf(fields.height, 1, 100_000),
  }
}

/** `extra` is an object or, from older clients, its JSON text. */
export function extraOf(message: Message): Loose {
  return objectOf(message.extra)
}
