import { changeGroupPref, getGroupPrefs } from "../../chat/group-prefs.ts"
import { getRoomPrefs, setRoomPref, unsetRoomPref, withoutKey } from "../../chat/room-prefs.ts"
import { presentPrefPage, presentSetPref, presentUnsetPref } from "../../present/room-pref.ts"
import { roomPref as prefBody } from "../../wire/bodies/room-prefs.ts"
import { page, roomPref } from "../../wire/models.ts"
import type { Api } from "./api.ts"

const known = new Set(Object.keys(prefBody.properties))

/** `room`, `quittedAt` and whatever else comes with the settings are ignored. */
const settingsIn = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => known.has(key)))

export function roomPrefRoutes({ route, ctx }: Api): void {
  route(
    "GET",
    "/roomPrefs",
    "anyone",
    { summary: "All room settings of the caller", result: page(roomPref) },
    async ({ caller }) => presentPrefPage(await getRoomPrefs(ctx, caller)),
  )

  route(
    "POST",
    "/roomPrefs/:roomId",
    "anyone",
    { summary: "Change the caller's settings of a room", body: prefBody, result: roomPref },
    async ({ caller, params: { roomId = "" }, body }) =>
      presentSetPref(roomId, await setRoomPref(ctx, caller, roomId, settingsIn(body))),
  )

  route(
    "DELETE",
    "/roomPrefs/:roomId/:key",
    "anyone",
    { summary: "Remove one setting of a room", result: roomPref },
    async ({ caller, params: { roomId = "", key = "" } }) =>
      presentUnsetPref(roomId, await unsetRoomPref(ctx, caller, roomId, key), key),
  )

  route(
    "GET",
    "/roomPrefs/group/:groupId",
    "anyone",
    { summary: "Room settings of a user group or a room tag", result: page(roomPref) },
    async ({ caller, params: { groupId = "" } }) =>
      presentPrefPage(await getGroupPrefs(ctx, caller, groupId)),
  )

  const groupPath = "/roomPrefs/:roomId/group/:groupId"

  route(
    "POST",
    groupPath,
    "anyone",
    { summary: "Change a group's settings of a room", body: prefBody, result: roomPref },
    async ({ caller, params: { roomId = "", groupId = "" }, body }) => {
      const changes = settingsIn(body)
      const set = await changeGroupPref(ctx, caller, roomId, groupId, pref => ({ ...pref, ...changes }))
      return presentSetPref(roomId, set)
    },
  )

  route(
    "DELETE",
    `${groupPath}/:key`,
    "anyone",
    { summary: "Remove one group setting of a room", result: roomPref },
    async ({ caller, params: { roomId = "", groupId = "", key = "" } }) => {
      const set = await changeGroupPref(ctx, caller, roomId, groupId, pref => withoutKey(pref, key))
      return presentUnsetPref(roomId, set, key)
    },
  )
}
