import { banMember, blockUser, listBans, listOwnBlocks, unbanMember, unblockUser } from "../../chat/blocks.ts"
import { presentBan, presentBlock, presentOwnBlock } from "../../present/block.ts"
import { blockList, blockStatus } from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** What users block, and who is banned in a room; nothing has a body. */
export function blockRoutes({ route, ctx, appID }: Api): void {
  route(
    "GET",
    "/blockStatus/my",
    "anyone",
    { summary: "Users the caller has blocked", result: blockList },
    async ({ caller }) => ({ data: (await listOwnBlocks(ctx, caller)).map(presentOwnBlock) }),
  )

  const ownPath = "/blockStatus/my/:clientId"

  route(
    "POST",
    ownPath,
    "anyone",
    { summary: "Block a user", result: blockStatus },
    async ({ caller, params }) => presentBlock(await blockUser(ctx, caller, params.clientId ?? ""), appID),
  )

  route(
    "DELETE",
    ownPath,
    "anyone",
    { summary: "Unblock a user", result: blockStatus },
    async ({ caller, params }) => presentBlock(await unblockUser(ctx, caller, params.clientId ?? ""), appID),
  )

  route(
    "GET",
    "/blockStatus/room/:roomId",
    "anyone",
    { summary: "Banned users of a room", result: blockList },
    async ({ caller, params }) => ({
      data: (await listBans(ctx, caller, params.roomId ?? "")).map(presentBan),
    }),
  )

  const banPath = "/blockStatus/room/:roomId/:clientId"

  route(
    "POST",
    banPath,
    "anyone",
    { summary: "Ban a user in a room", result: blockStatus },
    async ({ caller, params: { roomId = "", clientId = "" } }) =>
      presentBlock(await banMember(ctx, caller, roomId, clientId), appID),
  )

  route(
    "DELETE",
    banPath,
    "anyone",
    { summary: "Lift a ban", result: blockStatus },
    async ({ caller, params: { roomId = "", clientId = "" } }) =>
      presentBlock(await unbanMember(ctx, caller, roomId, clientId), appID),
  )
}
