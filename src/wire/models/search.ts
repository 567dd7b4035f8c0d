import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { message } from "./messages.ts"
import { id, optional } from "./parts.ts"
import { room } from "./rooms.ts"

/** What searches answer (contract: openapi.yaml SearchResult). */

const ids = Type.Array(id("A message; its content is fetched separately."))
const inRoom = { room, messages: ids }

export const searchResult = Type.Object(
  {
    messages: optional(Type.Array(Type.Object(inRoom, open))),
    files: optional(Type.Array(Type.Object({ ...inRoom, messageID: id("The first of them.") }, open))),
    roomName: optional(Type.Array(room)),
    roomMember: optional(Type.Array(room)),
    roomTags: optional(Type.Array(room)),
    roomPrefTags: optional(Type.Array(room)),
    roomPrefFolder: optional(Type.Array(room)),
  },
  { ...open, title: "SearchResult", description: "A list for each kind that was asked for." },
)

export const messagesFound = Type.Object({ data: Type.Array(message) }, open)
