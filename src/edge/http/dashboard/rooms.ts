import { banMember, listBans, unbanMember } from "../../../chat/blocks.ts"
import type { Caller } from "../../../chat/caller.ts"
import { addMembers } from "../../../chat/joining.ts"
import { removeMembers } from "../../../chat/leaving.ts"
import { searchAllRooms } from "../../../chat/room-overview.ts"
import { deleteRoom } from "../../../chat/room-removal.ts"
import { updateRoom } from "../../../chat/room-update.ts"
import { createRoom, getRoom } from "../../../chat/rooms.ts"
import { presentRoomRow, presentUser } from "../../../present/dashboard.ts"
import { presentOnly, type RoomReader } from "../../../present/room.ts"
import type { RoomViews } from "../../../store/views.ts"
import { membersAdded, searchPage } from "../../../wire/bodies/dashboard.ts"
import { roomCreate, roomUpdate } from "../../../wire/bodies/rooms.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"

/** @param acting gives the operator a user to act as, where somebody must. */
export function roomRoutes(
  { ctx, backend, read, change }: Dashboard,
  reader: RoomReader,
  acting: () => Promise<Caller>,
): void {
  const isConnected = reader.isConnected ?? (() => false)
  const show = (views: RoomViews) => {
    const [view] = views.rooms
    return view && { ...presentOnly(views, reader), ...presentRoomRow(view.room, view.members.length) }
  }

  read("/rooms", { query: searchPage }, async ({ query: { search = "", ...page } }) => {
    const { totalCount, rooms } = await searchAllRooms(ctx, search, pageOf(page))
    return { totalCount, data: rooms.map(({ room, memberCount }) => presentRoomRow(room, memberCount)) }
  })

  read("/rooms/:id", {}, async ({ params }) => show(await getRoom(ctx, backend, params.id ?? "")))

  change(
    "POST",
    "/rooms",
    { act: "room.create", body: roomCreate, target: ({ body }) => body._id ?? body.name ?? "" },
    async ({ body }) => {
      const { room } = await createRoom(ctx, backend, body)
      return show(await getRoom(ctx, backend, room.id))
    },
  )

  change(
    "PUT",
    "/rooms/:id",
    { act: "room.update", body: roomUpdate, detail: ({ body }) => Object.keys(body).join(" ") },
    async ({ params, body }) => show(await updateRoom(ctx, backend, params.id ?? "", body)),
  )

  change("DELETE", "/rooms/:id", { act: "room.delete" }, async ({ params }) => {
    await deleteRoom(ctx, backend, params.id ?? "")
    return {}
  })

  change(
    "POST",
    "/rooms/:id/members",
    { act: "member.add", body: membersAdded, detail: ({ body }) => body.members.join(" ") },
    async ({ params, body }) => {
      const options = { systemMessage: true, invitationRequired: false }
      return show(await addMembers(ctx, await acting(), params.id ?? "", body.members, options))
    },
  )

  change("DELETE", "/rooms/:id/members/:clientId", { act: "member.remove" }, async ({ params }) =>
    show(await removeMembers(ctx, await acting(), params.id ?? "", [params.clientId ?? ""], true)),
  )

  read("/rooms/:id/bans", {}, async ({ params }) =>
    (await listBans(ctx, backend, params.id ?? "")).flatMap(({ block, people }) => {
      const client = people.get(block.blockeeId)
      return client ? [{ client: presentUser(client, isConnected), createdAt: block.createdAt }] : []
    }),
  )

  change("PUT", "/rooms/:id/bans/:clientId", { act: "member.ban" }, async ({ params }) => {
    await banMember(ctx, backend, params.id ?? "", params.clientId ?? "")
    return {}
  })

  change("DELETE", "/rooms/:id/bans/:clientId", { act: "member.unban" }, async ({ params }) => {
    await unbanMember(ctx, backend, params.id ?? "", params.clientId ?? "")
    return {}
  })
}
