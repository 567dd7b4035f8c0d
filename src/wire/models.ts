import { type TSchema, Type } from "typebox"
import { open } from "./bodies/parts.ts"
import { id, iso, number, text } from "./models/parts.ts"

export * from "./models/changes.ts"
export * from "./models/clients.ts"
export * from "./models/files.ts"
export * from "./models/messages.ts"
export * from "./models/pushes.ts"
export * from "./models/reports.ts"
export * from "./models/rooms.ts"
export * from "./models/search.ts"
export * from "./models/webhooks.ts"

/**
 * What the server answers with, for readers of `GET /openapi.json`; fields beyond these may appear anywhere. A schema
 * with a title is one of the document's named ones (contract: openapi.yaml, components).
 */

/** One page of a list, and how many there are in all. */
export const page = <T extends TSchema>(entry: T) =>
  Type.Object(
    { totalCount: number("How many match, whatever the page."), data: Type.Array(entry) },
    { ...open, description: "A page of a list." },
  )

/** An object of nothing in particular. */
export const anything = Type.Object({}, open)

export const empty = Type.Object({}, { ...open, description: "Nothing but the success." })

export const count = Type.Object({ count: number("How many.") }, open)

export const writeResult = Type.Object(
  { n: number("How many records were touched."), ok: Type.Integer({ description: "1." }) },
  { ...open, title: "WriteResult" },
)

export const badge = Type.Object({ badge: number("Unread messages.") }, open)

export const badges = Type.Object(
  {
    totalBadge: number("Unread messages, each room once."),
    data: Type.Object({}, { ...open, description: "Tag → unread messages." }),
  },
  { ...open, title: "Badges" },
)

export const tokenBadges = Type.Object(
  {
    totalBadge: number("Unread messages of all these users."),
    data: Type.Array(Type.Object({ client: id("A user."), badge: number("Unread messages.") }, open)),
  },
  { ...open, title: "BadgesByToken" },
)

export const stats = Type.Object(
  {
    clientKey: text("*** unless the operator shows keys here."),
    apiKey: text("*** unless the operator shows keys here."),
    startTime: iso("Begin of the hour."),
    endTime: iso("Now."),
    start: Type.Integer({ description: "Begin of the hour, in seconds since the epoch.", format: "int64" }),
    end: Type.Integer({ description: "Now, in seconds since the epoch.", format: "int64" }),
    userList: Type.Array(id("A user who signed in or sent.")),
    roomCount: number("Rooms with a message."),
    totalRoomCount: number("All rooms."),
    messageCount: number("Messages that were made."),
    peakConnectionCount: number("Most live sockets at once."),
    totalMem: number("Bytes of memory of the machine."),
    freeMem: number("Bytes of it that are free."),
  },
  { ...open, title: "Stats", description: "The last hour." },
)
