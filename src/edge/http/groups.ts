import { listGroups, saveGroup } from "../../chat/groups.ts"
import { presentGroup } from "../../present/group.ts"
import { group, groupList } from "../../wire/bodies/clients.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { pageOf } from "./client-query.ts"

export function groupRoutes({ route, ctx }: Api): void {
  route(
    "GET",
    "/admin/groups",
    "platform",
    { summary: "List user groups", query: groupList, result: model.page(model.group) },
    async ({ query }) => {
      const { totalCount, groups } = await listGroups(ctx, pageOf(query))
      return { totalCount, data: groups.map(presentGroup) }
    },
  )

  route(
    "POST",
    "/admin/groups",
    "platform",
    { summary: "Create or update a user group", body: group, result: model.group },
    async ({ body }) => presentGroup(await saveGroup(ctx, body)),
  )
}
