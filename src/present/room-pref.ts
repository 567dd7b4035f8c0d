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

/** What was set for a room, and no more. */
export const presentSetPref = (roomId: string, pref: RoomPref) => ({ room: roomId, ...pref })

/** The same after one setting was removed: a list is shown empty, others are gone (contract: rest-extended.md 1.3). */
export const presentUnsetPref = (roomId: string, pref: RoomPref, key: string) => ({
  ...presentSetPref(roomId, pref),
  ...(key === "tags" ? { tags: [] } : {}),
})

export const presentPrefPage = (prefs: ReadonlyMap<string, RoomPref>) => ({
  totalCount: prefs.size,
  data: [...prefs].map(([roomId, pref]) => presentSetPref(roomId, pref)),
})
