import type { Rows } from "../table.ts"

/**
 * Settings, figures, counts and pages. The contract names a code for users who ask for the operator's, and does not say
 * whether it is also for an app without a user.
 */
export const operators: Rows = {
  table: `
                             none app  key act actO new  out mem flat adm mgr own left ban inv cold colO pair blkd thrd keyD
    getConfig                tok  tok  ok  ok  ...                                                                      ok
    updateConfig             key  key? ok  ok  ok   no   ...                                                            ok
    deleteConfig             key  key? ok  ok  ok   no   ...                                                            ok
    getConnectionCount       key  key? ok  ok  ok   perm ...                                                            ok
    getStats                 key  key? ok  ok  ok   perm ...                                                            ok
    pushToClients            key  key  ok  ok  ok   key  ...                                                            ok
    explainPush              key  key  ok  ok  ok   key  ...                                                            ok
    getBadgesOfTokens        ckey ok   ok  ok  ...                                                                      ok
    countUnreadByTags        tok  tok  who ok  ...                                                                      who
    countUnreadByTagsAndTime tok  tok  who ok  ...                                                                      who
    openWebChat              ok   ...
    openSocket               ok   ...
    readDescription          ok   ...
    listDeadWebhooks         key  key  ok  ok  ok   key  ...                                                            ok
    replayDeadWebhook        key  key  hook hook hook key  ...                                                            hook
  `,
  settings: {
    updateConfig: { ask: ({ unique }) => ({ body: { [`spare-${unique}`]: 1 } }) },
    deleteConfig: {
      ask: async ({ backend, unique }) => {
        await backend("POST", "/config", { [`spare-${unique}`]: 1 })
        return { params: { key: `spare-${unique}` } }
      },
    },
    pushToClients: {
      ask: ({ targetId }) => ({ body: { clients: [targetId], payload: { alert: "Closed today" } } }),
    },
    replayDeadWebhook: { ask: () => ({ params: { id: "0123456789abcdef01234567" } }) },
    explainPush: {
      ask: async ({ message, guestId }) => ({ query: { message: await message(guestId) } }),
    },
    getBadgesOfTokens: { ask: ({ token }) => ({ body: { tokens: [token] } }) },
    countUnreadByTags: { ask: ({ tag }) => ({ body: { tags: [tag] } }) },
    countUnreadByTagsAndTime: {
      ask: ({ tag }) => ({ body: { tags: [tag], beforeTime: "2100-01-01T00:00:00.000Z" } }),
    },
    openSocket: { ask: () => ({ query: { EIO: "4", transport: "polling" } }) },
  },
  more: {
    readDescription: "GET /openapi.json",
    explainPush: "GET /admin/push/explain",
    listDeadWebhooks: "GET /admin/webhooks/dead",
    replayDeadWebhook: "POST /admin/webhooks/dead/{id}/replay",
  },
}
