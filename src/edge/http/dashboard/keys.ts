import type { AppKeys, KeyState } from "../../../chat/app-keys.ts"
import { ChatError } from "../../../chat/error.ts"
import { endPreviousKey, rotateKey } from "../../../chat/key-rotation.ts"
import { checkPassword } from "../../../chat/password-checks.ts"
import { keyRotation, passwordAgain } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"

/** Enough to tell two keys apart, and no help to whoever would guess one. */
const mask = (key: string) => `${key.slice(0, 4)}•••${key.slice(-4)}`

const kindOf = (text: string | undefined) => {
  if (text === "apiKey" || text === "clientKey") return text
  throw new ChatError("NOT_FOUND", "There is an apiKey and a clientKey, and no other key.")
}

/** @param show how the key itself is shown. */
function describe({ value, source, createdAt, previous }: KeyState, show: (key: string) => object) {
  return {
    ...show(value),
    source,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(previous ? { previous: { ...show(previous.value), validUntil: previous.until } } : {}),
  }
}

export function keyRoutes({ ctx, read, change }: Dashboard, keys: AppKeys): void {
  read("/keys", {}, async () => ({
    apiKey: describe(await keys.get("apiKey"), key => ({ masked: mask(key) })),
    clientKey: describe(await keys.get("clientKey"), value => ({ value })),
  }))

  change(
    "POST",
    "/keys/apiKey/reveal",
    { act: "key.reveal", body: passwordAgain, target: () => "apiKey" },
    async ({ body, claim }) => {
      await checkPassword(ctx, claim(body.password))
      return { value: (await keys.get("apiKey")).value }
    },
  )

  change(
    "POST",
    "/keys/:kind/rotate",
    { act: "key.rotate", body: keyRotation, detail: ({ body }) => `overlap ${body.overlapHours} h` },
    async ({ params, body, claim }) => {
      const kind = kindOf(params.kind)
      await checkPassword(ctx, claim(body.password))
      const { value, previous } = await rotateKey(ctx, keys, kind, body.overlapHours)
      return { value, previousValidUntil: previous?.until ?? ctx.clock() }
    },
  )

  change("DELETE", "/keys/:kind/previous", { act: "key.end" }, async ({ params }) => {
    await endPreviousKey(ctx, keys, kindOf(params.kind))
    return {}
  })
}
