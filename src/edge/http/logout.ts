import type { FastifyRequest } from "fastify"
import { logout, logoutOthers } from "../../chat/logout.ts"
import { presentToken } from "../../present/token.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

const headers = { "IM-Device-ID": "The device that calls, as it subscribes for pushes." }

export function logoutRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/me/logout",
    "anyone",
    { summary: "Revoke the token in use", headers, result: model.tokenRecord },
    async ({ caller, request }) => presentToken(await logout(ctx, caller, deviceIdOf(request))),
  )

  route(
    "POST",
    "/me/logout-others",
    "anyone",
    { summary: "Revoke the caller's other tokens", headers, result: model.tokenList },
    async ({ caller, request }) => ({
      data: (await logoutOthers(ctx, caller, deviceIdOf(request))).map(presentToken),
    }),
  )
}

function deviceIdOf({ headers }: FastifyRequest): string | undefined {
  const value = headers["im-device-id"]
  return typeof value === "string" && value !== "" ? value : undefined
}
