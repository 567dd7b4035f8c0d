import { saveClient, saveClients } from "../../chat/client-changes.ts"
import { searchClients } from "../../chat/clients.ts"
import { isoOf } from "../../lib/clock.ts"
import { presentClient } from "../../present/client.ts"
import { clientBatch, clientList, clientUpsert } from "../../wire/bodies/clients.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { readProfile } from "./client-input.ts"
import { pageOf, readClientQuery } from "./client-query.ts"

export function clientRoutes({ route, ctx, appID }: Api): void {
  route(
    "GET",
    "/admin/clients",
    "platform",
    {
      summary: "List and search users and groups",
      query: clientList,
      result: model.page(model.client),
    },
    async ({ query: { q, ...page } }) => {
      const { query, keep } = readClientQuery(q, appID)
      const { totalCount, clients } = await searchClients(ctx, query, pageOf(page), keep)
      return { totalCount, data: clients.map(client => presentClient(client, appID)) }
    },
  )

  route(
    "POST",
    "/admin/clients",
    "platform",
    {
      summary: "Create or update a user, and issue or bind a token if asked",
      body: clientUpsert,
      result: model.clientWithToken,
      flawed: { missing: "INVALID_REQUEST", flawed: "INVALID_PARAMETER" },
    },
    async ({ body }) => {
      const { _id: id, issueAccessToken, token, expirationDate } = body
      const choice = { issueAccessToken, token, expirationDate }
      const saved = await saveClient(ctx, { id, ...readProfile(body), ...choice })
      if (!saved.token) return presentClient(saved.client, appID)
      return {
        ...presentClient(saved.client, appID),
        token: saved.token.token,
        expirationDate: isoOf(saved.token.expiresAt),
        issueAccessToken: issueAccessToken === true,
      }
    },
  )

  route(
    "POST",
    "/admin/clients/list",
    "platform",
    {
      summary: "Create or update many users, all or none",
      body: clientBatch,
      result: model.count,
      flawed: { missing: "MISSING_PARAMETER", flawed: "INVALID_BODY" },
    },
    async ({ body }) => {
      const list = (body.data as ({ _id: string } & Record<string, unknown>)[]).map(entry => ({
        id: entry._id,
        ...readProfile(entry),
      }))
      return { count: await saveClients(ctx, list) }
    },
  )
}
