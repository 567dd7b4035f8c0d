import { afterAll, beforeAll, expect, test } from "vitest"
import { type PushStage, setPushStage, vapid } from "../../delivery/push/devices-stage.ts"
import { call } from "../../support/backend.ts"

const { publicKey } = vapid

let stage: PushStage
beforeAll(async () => {
  stage = await setPushStage("sqlite")
})
afterAll(() => stage.close())

test("clients read the key that browsers subscribe with among the settings", async () => {
  expect(await stage.as("bob", "GET", "/config")).toEqual({ vapidPublicKey: publicKey })
})

test("it is told beside what operators write, and not theirs to write or delete", async () => {
  expect(await stage.backend("POST", "/config", { own: 1 })).toEqual({ own: 1, vapidPublicKey: publicKey })
  for (const [method, path, body] of [
    ["POST", "/config", { own: 2, vapidPublicKey: "mine" }],
    ["DELETE", "/config/vapidPublicKey", undefined],
  ] as const) {
    await expect(stage.backend(method, path, body)).rejects.toThrow(
      /INVALID_PARAMETER.*vapidPublicKey is read-only here: it is set by VAPID_PUBLIC_KEY/,
    )
  }
  expect(await stage.as("bob", "GET", "/config")).toEqual({ own: 1, vapidPublicKey: publicKey })
})

test("the chat page finds it in what it is told at its start", async () => {
  const { body } = await call(stage.parley.url, "GET", "/chat")
  const [, bootstrap = "{}"] = /id="parley-bootstrap">([^<]+)</.exec(body) ?? []
  expect(JSON.parse(bootstrap)).toMatchObject({ vapidPublicKey: publicKey })
})
