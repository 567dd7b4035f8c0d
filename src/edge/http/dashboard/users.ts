import { saveClient } from "../../../chat/client-changes.ts"
import { eraseClient } from "../../../chat/client-erasure.ts"
import { getClient } from "../../../chat/clients.ts"
import { ChatError } from "../../../chat/error.ts"
import { getUserOverview, listUserDevices, searchUsers } from "../../../chat/user-overview.ts"
import type { IsConnected } from "../../../present/client.ts"
import { presentRoomRow, presentUser } from "../../../present/dashboard.ts"
import type { Registration } from "../../../store/devices.ts"
import { devicesOf, searchPage, userCreate, userUpdate } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"
import type { IssueToken } from "./user-tokens.ts"

const show = ({ type, deviceId, createdAt, updatedAt }: Registration) => ({
  ...{ type, deviceId, createdAt, lastSeenAt: updatedAt },
})

/** A token is shown by its end alone: what is common to all stands at the beginning. */
const mask = (token: string) => `•••${token.slice(-6)}`

export function userRoutes(
  { ctx, read, change }: Dashboard,
  { isConnected, issue }: { isConnected: IsConnected; issue: IssueToken },
): void {
  read("/users", { query: searchPage }, async ({ query: { search = "", ...page } }) => {
    const { totalCount, clients } = await searchUsers(ctx, search, pageOf(page))
    return { totalCount, data: clients.map(client => presentUser(client, isConnected)) }
  })

  read("/users/:id", {}, async ({ params }) => {
    const { client, rooms, devices, tokens } = await getUserOverview(ctx, params.id ?? "")
    return {
      client: { ...presentUser(client, isConnected), fields: client.fields, mute: client.mutedRooms },
      rooms: rooms.map(({ room, memberCount }) => presentRoomRow(room, memberCount)),
      devices: devices.map(show),
      tokens: tokens.map(({ token, createdAt, expiresAt }) => ({
        masked: mask(token),
        createdAt,
        expiresAt,
      })),
    }
  })

  read("/devices", { query: devicesOf }, async ({ query }) =>
    (await listUserDevices(ctx, query.clientId)).map(show),
  )

  change(
    "POST",
    "/users",
    { act: "user.create", body: userCreate, target: ({ body }) => body._id },
    async ({ body: { _id: id, issueToken, ...profile }, request }) => {
      if (await getClient(ctx, id).catch(() => undefined))
        throw new ChatError("INVALID_PARAMETER", `There is a user ${id} already.`)
      const { client } = await saveClient(ctx, { id, ...named(profile) })
      const shown = presentUser(client, isConnected)
      return issueToken ? { ...shown, ...(await issue(id, request)) } : shown
    },
  )

  change("PUT", "/users/:id", { act: "user.update", body: userUpdate }, async ({ params, body }) => {
    await getClient(ctx, params.id ?? "")
    const { client } = await saveClient(ctx, { id: params.id ?? "", ...named(body) })
    return presentUser(client, isConnected)
  })

  change("DELETE", "/users/:id", { act: "user.erase" }, async ({ params }) => {
    await eraseClient(ctx, params.id ?? "")
    return {}
  })
}

interface Profile {
  nickname?: string
  avatarUrl?: string
  description?: string
  isRobot?: boolean
}

const named = ({ nickname, avatarUrl, description, isRobot }: Profile): Profile => ({
  ...{ nickname, avatarUrl, description, isRobot },
})
