import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, call, makeCast, makeDemoRoom, platform, userHeaders } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"

describe.each(engines)("the caller's own record on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())

  test("a user reads their profile with the token of the backend", async () => {
    expect(await asUser(parley.url, cast.alice, "GET", "/me")).toMatchObject({
      _id: "alice",
      id: "alice",
      clientType: "user",
      nickname: "Alice",
      notificationEnabled: true,
      mute: [],
    })
  })

  test("the API key reads a user's profile only when it says whose", async () => {
    expect(await platform(parley.url, "GET", "/me", undefined, "bob")).toMatchObject({ _id: "bob" })
    const { status, body } = await call(parley.url, "GET", "/me", {
      headers: { "IM-API-KEY": "test-api-key-0123456789" },
    })
    expect([status, body.error.code]).toEqual([400, "MISSING_PARAMETER"])
  })

  test("the badge counts what others said and not what one said oneself", async () => {
    await platform(parley.url, "POST", "/messages", {
      room: "demo-room",
      sender: "alice",
      messageType: "text",
      message: "1",
    })
    expect(await asUser(parley.url, cast.bob, "GET", "/me/badge")).toEqual({ badge: 1 })
    expect(await asUser(parley.url, cast.alice, "GET", "/me/badge/")).toEqual({ badge: 0 })
  })

  test("a wrong client key is refused with 403, a wrong token with 401", async () => {
    const wrongKey = await call(parley.url, "GET", "/me", {
      headers: { ...userHeaders(cast.alice), "IM-CLIENT-KEY": "x" },
    })
    expect([wrongKey.status, wrongKey.body.error.code]).toEqual([403, "INVALID_CLIENT_KEY"])
    const wrongToken = await call(parley.url, "GET", "/me", { headers: userHeaders("nonsense") })
    expect([wrongToken.status, wrongToken.body.error.code]).toEqual([401, "INVALID_TOKEN"])
  })
})
