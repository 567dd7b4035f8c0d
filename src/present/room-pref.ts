import type { RoomPref } from "../store/room-prefs.ts"

/** A room preference with every field, as rooms and events carry it (contract: decided.md 6). */
export function presentPref(pref: RoomPref | undefined): Required<RoomPref> {
  return {
    tags: [],
    tagColors: {},
    folder: "",
    sticky: false,
    hidden: false,
    muted: false,
    translation: false,
    ...pref,
  }
}
