/** Rules of the message types that clients cannot draw when they are incomplete (contract: realtime.md 5.2). */

/** Written by the server; refused from users even if complete. */
const systemTypes: Record<string, { member?: true; list?: "invitees" | "members" }> = {
  joinRoom: { member: true },
  leaveRoom: { member: true },
  addMember: { member: true, list: "invitees" },
  addMembers: { member: true, list: "invitees" },
  deleteMember: { member: true, list: "members" },
  deleteMembers: { list: "members" },
  cancelInvitations: { list: "invitees" },
  assignAdmin: { member: true },
  recall: {},
}

/** Types whose `message` is text and nothing else. */
const textTypes = new Set(["text", "mixed", "announcement"])

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isFilledText = (value: unknown): value is string => typeof value === "string" && value !== ""

const isObjectOrItsText = (value: unknown) => {
  if (typeof value !== "string") return isObject(value)
  try {
    return isObject(JSON.parse(value))
  } catch {
    return false
  }
}

export const isSystemType = (messageType: string) => Object.hasOwn(systemTypes, messageType)

/** What a new or edited message lacks, as a sentence; undefined when it is complete. */
export function incompleteness(messageType: string, fields: Fields, fromUser: boolean): string | undefined {
  const system = isSystemType(messageType) ? systemTypes[messageType] : undefined
  if (system) {
    if (fromUser) return `messageType ${messageType} is written by the server only`
    return systemGap(messageType, system, fields)
  }
  switch (messageType) {
    case "text":
    case "mixed":
    case "announcement":
      return fields.message === undefined || fields.message === null ? "message is missing" : undefined
    case "sticker":
      if (isFilledText(fields.sticker) || (isObject(fields.extra) && isFilledText(fields.extra.stickerId)))
        return
      return "sticker is missing: give sticker, or extra.stickerId"
    case "payment":
    case "payment-select":
      return isObjectOrItsText(fields.extra) ? undefined : "extra is missing: it must be an object"
    case "template":
    case "flex":
      if (isObjectOrItsText(fields.template) || isObjectOrItsText(fields.contents)) return
      return "template or contents is missing: one of them must be an object"
  }
}

function systemGap(
  messageType: string,
  system: { member?: true; list?: string },
  fields: Fields,
): string | undefined {
  if (messageType === "recall") return "a recall needs _id, the message to recall"
  const isClient = (value: unknown) => isObject(value) && isFilledText(value._id)
  if (system.member && !isClient(fields.member)) return "member is missing: it must be a client object"
  if (!system.list) return
  const people = isObject(fields.extra) ? fields.extra[system.list] : undefined
  if (!Array.isArray(people) || people.length === 0 || !people.every(isClient)) {
    return `extra.${system.list} is missing: it must be a list of client objects`
  }
}

/** Brings fields into the form that clients can draw: text where text is due, no empty picture list. */
export function makeDrawable(messageType: string, fields: Fields): void {
  if (textTypes.has(messageType) && typeof fields.message !== "string")
    fields.message = textOf(fields.message)
  if (messageType === "file" && (fields.extra === undefined || fields.extra === null)) fields.extra = {}
  if (Array.isArray(fields.images) && fields.images.length === 0) delete fields.images
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ""
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
