import type { Rows } from "../table.ts"
import { files } from "./files.ts"
import { me } from "./me.ts"
import { members } from "./members.ts"
import { messages } from "./messages.ts"
import { moderation } from "./moderation.ts"
import { operators } from "./operators.ts"
import { roomPrefs } from "./room-prefs.ts"
import { rooms } from "./rooms.ts"
import { users } from "./users.ts"

export const all: Rows[] = [users, me, roomPrefs, rooms, members, messages, moderation, files, operators]
