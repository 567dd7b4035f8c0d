import { fold } from "../lib/grams.ts"
import { listFellows, listSharedRoomIds } from "../store/fellows.ts"
import type { RoomNames } from "../store/room-names.ts"
import { listPrefsInForce, type RoomPref } from "../store/room-prefs.ts"
import type { Context } from "./context.ts"

/** Whose rooms are searched. */
export interface Seeker {
  clientId: string
  rooms: RoomNames[]
  /** The user's settings of each room, read once, if at all. */
  prefOf: () => Promise<(roomId: string) => RoomPref | undefined>
}

export function seekerOf({ db }: Context, clientId: string, rooms: RoomNames[]): Seeker {
  let reading: ReturnType<Seeker["prefOf"]> | undefined
  const read = async () => {
    const prefs = await listPrefsInForce(db, rooms, clientId)
    return (roomId: string) => prefs.get(roomId)?.get(clientId)
  }
  return {
    clientId,
    rooms,
    prefOf: () => {
      reading ??= read()
      return reading
    },
  }
}

type Find = (ctx: Context, seeker: Seeker, phrase: string) => Promise<RoomNames[]>

const holds = (texts: readonly string[] | undefined, phrase: string) =>
  texts?.some(text => fold(text).includes(phrase))

const byRoom =
  (textsOf: (room: RoomNames) => string[]): Find =>
  async (_ctx, { rooms }, phrase) =>
    rooms.filter(room => holds(textsOf(room), phrase))

const byPref =
  (textsOf: (pref: RoomPref) => string[] | undefined): Find =>
  async (_ctx, { rooms, prefOf }, phrase) => {
    const pref = await prefOf()
    return rooms.filter(room => holds(textsOf(pref(room.id) ?? {}), phrase))
  }

/** Kinds of search that answer rooms: by whatever of them holds the phrase (contract: openapi.yaml /search). */
export const roomKinds = {
  roomName: byRoom(room => [room.name]),
  roomTags: byRoom(room => room.roomTags),
  roomPrefTags: byPref(pref => pref.tags),
  roomPrefFolder: byPref(pref => (pref.folder === undefined ? [] : [pref.folder])),
  roomMember: async ({ db }, { clientId, rooms }, phrase) => {
    const fellows = (await listFellows(db, clientId)).filter(({ nickname }) => holds([nickname], phrase))
    const ids = fellows.map(({ id }) => id)
    const shared = await listSharedRoomIds(db, clientId, ids)
    return rooms.filter(room => shared.has(room.id))
  },
} satisfies Record<string, Find>

export type RoomKind = keyof typeof roomKinds
