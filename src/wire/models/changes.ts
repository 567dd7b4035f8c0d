import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { userPref } from "./clients.ts"
import { message } from "./messages.ts"
import { flag, id, optional, text } from "./parts.ts"
import { invitation, room } from "./rooms.ts"

/** What a client missed: an addition of this server (docs/realtime.md). */
export const changes = Type.Object(
  {
    cursor: text("Where to go on: the `since` of the next call."),
    more: flag("There is more: call again at once with this cursor."),
    reset: flag("The cursor is of another history: drop everything, and load it afresh."),
    roomIds: optional(
      Type.Array(id("A room."), { description: "All rooms of the caller, if that list changed." }),
    ),
    prefs: optional(Type.Array(userPref, { description: "All personal preferences, if one changed." })),
    invitations: optional(
      Type.Array(invitation, { description: "All pending invitations, if that list changed." }),
    ),
    rooms: Type.Array(
      Type.Object(
        {
          room,
          afresh: flag("Drop what you have of its messages: these are the newest."),
          messages: Type.Array(message, { description: "New and changed ones, in the order of the room." }),
          deleted: Type.Array(id("A message that the caller cannot see any more.")),
        },
        open,
      ),
    ),
  },
  { ...open, title: "Changes" },
)
