import { getClient } from "../../../chat/clients.ts"
import { ChatError } from "../../../chat/error.ts"
import { type callbackKinds, callbackTest, pushTest } from "../../../wire/bodies/dashboard.ts"
import type { Call, Dashboard } from "./api.ts"

/** Pushes to a user's devices, and tells what became of it on each. */
export type PushTest = (trial: {
  clientId: string
  deviceId?: string
  title?: string
  body: string
}) => Promise<object[]>

/** Calls an operator's server, and tells what was sent and answered; undefined where none is known. */
export type CallbackTest = (trial: {
  kind: (typeof callbackKinds)[number]
  roomId?: string
  url?: string
}) => Promise<object | undefined>

/** Operators try what goes out. */
export function trialRoutes(
  { ctx, change }: Dashboard,
  { push, callback }: { push: PushTest; callback: CallbackTest },
): void {
  change(
    "POST",
    "/push-test",
    {
      act: "push.test",
      body: pushTest,
      target: ({ body }) => [body.clientId, body.deviceId ?? ""].join(" ").trim(),
    },
    async ({ body: { clientId, deviceId, title, body } }) => {
      await getClient(ctx, clientId)
      return push({ clientId, deviceId: deviceId || undefined, title, body })
    },
  )

  change(
    "POST",
    "/callback-test",
    {
      act: "callback.test",
      body: callbackTest,
      target: ({ body }) => [body.kind, body.roomId ?? ""].join(" ").trim(),
      detail: originOf,
    },
    async ({ body: { kind, roomId, url } }) => {
      const tried = await callback({ kind, roomId: roomId || undefined, url: url || undefined })
      if (tried) return tried
      const sentence =
        kind === "WEBHOOK"
          ? "Name a room whose webhook has an address, or give a url."
          : `The server has no ${kind} address: set it where the server is started, or give a url.`
      throw new ChatError("INVALID_PARAMETER", sentence)
    },
  )
}

/** An address may hold a key: only where it leads is noted. */
const originOf = ({ body }: Call): string => URL.parse(body.url ?? "")?.origin ?? ""
