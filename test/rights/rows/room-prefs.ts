import type { Rows } from "../table.ts"

/**
 * Settings of a room: one's own, and those of its tag. The contract names no failure for strangers who take a setting
 * back, and two that fit those who write for a tag of a room they are not in.
 */
export const roomPrefs: Rows = {
  table: `
                             none app key act actO new  out  mem flat adm mgr own left ban inv  cold colO pair blkd thrd keyD
    listRoomPrefs            tok  tok who ok  ...                                                                        who
    setRoomPref              tok  tok who ok  out  out  out  ok  ok   ok  ok  ok  out  ok  out  ok   ok   ok   ok   room who
    unsetRoomPref            tok  tok who ok  ok?  ok?  ok?  ok  ok   ok  ok  ok  ok?  ok  ok?  ok   ok   ok   ok   room who
    listGroupRoomPrefs       tok  tok who ok  ok   no   no   ok  ok   ok  ok  ok  no   ok  no   ok   ok   ok   ok   no   who
    setGroupRoomPref         tok  tok who ok  ok   out? out? ok  ok   ok  ok  ok  out? ok  out? ok   ok   ok   ok   room who
    unsetGroupRoomPref       tok  tok who ok  ok   out? out? ok  ok   ok  ok  ok  out? ok  out? ok   ok   ok   ok   room who
    setGroupRoomPref.foreign tok  tok who ok  ok   out? out? no  no   no  no  no  out? no  out? no   no   no   no   room who
  `,
  settings: {
    setRoomPref: { ask: () => ({ body: { tags: ["later"] } }) },
    setGroupRoomPref: { ask: () => ({ body: { tags: ["later"] } }) },
    "setGroupRoomPref.foreign": {
      ask: () => ({ params: { groupId: "strangers" }, body: { tags: ["later"] } }),
    },
  },
}
