import type { Rows } from "../table.ts"

/**
 * What users do for themselves; it is not about any room, but for the mutes. The contract does not say what becomes of
 * a logout without a token, nor of taking back a mute in a room that one has left.
 */
export const me: Rows = {
  table: `
                         none app key act  actO new out mem flat adm mgr own left ban inv cold colO pair blkd thrd keyD
    getMe                tok  tok who ok   ...                                                                     who
    updateMe             tok  tok who ok   ...                                                                     who
    getMyBadge           tok  tok who ok   ...                                                                     who
    logout               tok  tok who who? who? ok  ...                                                            who
    logoutOthers         tok  tok who ok?  ok?  ok  ...                                                            who
    disableNotifications tok  tok who ok   ...                                                                     who
    enableNotifications  tok  tok who ok   ...                                                                     who
    listMyPrefs          tok  tok who ok   ...                                                                     who
    getMyPrefs           tok  tok who ok   ...                                                                     who
    setMyPref            tok  tok who ok   ...                                                                     who
    deleteMyPref         tok  tok who ok   ...                                                                     who
    subscribeDevice      tok  tok who ok   ...                                                                     who
    unsubscribeDevice    tok  tok who ok   ...                                                                     who
    muteMyRoom           tok  tok who ok   out  out out ok  ok   ok  ok  ok  out  ok  out ok   ok   ok   ok   room who
    listChanges          tok  tok who ok   ...                                                                     who
    unmuteMyRoom         tok  tok who ok   ok?  ok? ok? ok  ok   ok  ok  ok  ok?  ok  ok? ok   ok   ok   ok   room who
  `,
  more: { listChanges: "GET /me/changes" },
  settings: {
    updateMe: { ask: () => ({ body: { nickname: "Newer" } }) },
    setMyPref: { ask: () => ({ params: { key: "colour" }, body: { shade: "dark" } }) },
    deleteMyPref: { ask: () => ({ params: { key: "colour" } }) },
    subscribeDevice: {
      ask: ({ unique }) => ({ body: { type: "ios", token: `phone-${unique}`, deviceId: `phone-${unique}` } }),
    },
    unsubscribeDevice: { ask: ({ unique }) => ({ body: { type: "ios", deviceId: `phone-${unique}` } }) },
  },
}
