import type { Rows } from "../table.ts"

/** What the backend does for users and groups of them. */
export const users: Rows = {
  table: `
                        none app key act actO new out mem flat adm mgr own left ban inv cold colO pair blkd thrd keyD
    listClients         key  key ok  ok  ok   key ...                                                            ok
    upsertClient        key  key ok  ok  ok   key ...                                                            ok
    batchUpsertClients  key  key ok  ok  ok   key ...                                                            ok
    muteRoomForClient   key  key ok  ok  ok   key ...                                                            ok
    unmuteRoomForClient key  key ok  ok  ok   key ...                                                            ok
    updateToken         key  key ok  ok  ok   key ...                                                            ok
    revokeToken         key  key ok  ok  ok   key ...                                                            ok
    bindTokenInPath     gone ...
    revokeTokenInPath   gone ...
    signToken           key  key ok  ok  ok   key ...                                                            ok
    signTokenV2         key  key ok  ok  ok   key ...                                                            ok
    generateRandomToken key  key ok  ok  ok   key ...                                                            ok
    listGroups          key  key ok  ok  ok   key ...                                                            ok
    upsertGroup         key  key ok  ok  ok   key ...                                                            ok
    listRobots          key  key ok  ok  ok   key ...                                                            ok
    upsertRobot         key  key ok  ok  ok   key ...                                                            ok
  `,
  settings: {
    upsertClient: { ask: ({ callerId }) => ({ body: { _id: callerId, nickname: "Newer" } }) },
    batchUpsertClients: {
      ask: ({ callerId }) => ({ body: { data: [{ _id: callerId, nickname: "Newer" }] } }),
    },
    unmuteRoomForClient: {
      ask: async ({ backend, targetId, roomId }) => {
        await backend("POST", `/admin/clients/${targetId}/mute/${roomId}`)
        return {}
      },
    },
    updateToken: {
      ask: ({ callerId, unique }) => ({ params: { clientId: callerId }, body: { token: `new-${unique}` } }),
    },
    revokeToken: { ask: ({ callerId }) => ({ params: { clientId: callerId } }) },
    bindTokenInPath: { ask: ({ callerId }) => ({ params: { clientId: callerId, token: "in-the-path" } }) },
    revokeTokenInPath: { ask: ({ callerId }) => ({ params: { clientId: callerId, token: "in-the-path" } }) },
    signToken: { ask: ({ callerId }) => ({ body: { id: callerId } }) },
    signTokenV2: { ask: ({ callerId }) => ({ body: { id: callerId } }) },
    upsertGroup: {
      ask: ({ callerId, unique }) => ({
        body: { _id: `group-${unique}`, nickname: "Crew", members: [callerId] },
      }),
    },
    upsertRobot: {
      ask: ({ unique }) => ({ body: { _id: `robot-${unique}`, callbackUrl: "https://example.com" } }),
    },
  },
}
