import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("devices for push on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    await stage.parley.ctx.db.write(async tx => tx.run("DELETE FROM devices"))
  })
  afterAll(() => stage.close())

  const stored = () =>
    stage.parley.ctx.db.all(
      'SELECT type, device_id AS "deviceId", client_id AS "clientId", token FROM devices ORDER BY type, device_id',
    )
  const subscribe = (who: "alice" | "bob", body: Record<string, unknown>) =>
    stage.as(who, "POST", "/me/subscribe", body)
  const refused = (body: unknown) => stage.refused("alice", "POST", "/me/subscribe", body)

  test("each of the five types is taken, and one device may have two", async () => {
    for (const type of ["ios", "ios-voip", "fcm", "android", "web"]) {
      expect(await subscribe("alice", { type, token: `t-${type}`, deviceId: "d1" })).toEqual({})
    }
    expect(await stored()).toEqual(
      ["android", "fcm", "ios", "ios-voip", "web"].map(type => ({
        type,
        deviceId: "d1",
        clientId: "alice",
        token: `t-${type}`,
      })),
    )
  })

  test("registering again renews the token", async () => {
    await subscribe("alice", { type: "fcm", token: "old", deviceId: "d1" })
    await subscribe("alice", { type: "fcm", token: "new", deviceId: "d1" })
    expect(await stored()).toEqual([{ type: "fcm", deviceId: "d1", clientId: "alice", token: "new" }])
  })

  test("a device goes to the user who registers it last", async () => {
    await subscribe("alice", { type: "fcm", token: "t", deviceId: "d1" })
    await subscribe("bob", { type: "fcm", token: "t", deviceId: "d1" })
    expect(await stored()).toEqual([{ type: "fcm", deviceId: "d1", clientId: "bob", token: "t" }])
  })

  test("a token goes to the device that registers it last", async () => {
    await subscribe("alice", { type: "fcm", token: "t", deviceId: "d1" })
    await subscribe("bob", { type: "fcm", token: "t", deviceId: "d2" })
    expect(await stored()).toEqual([{ type: "fcm", deviceId: "d2", clientId: "bob", token: "t" }])
  })

  test("revoking a token ends what was registered with it, revoking all ends all", async () => {
    const second = await stage.backend("POST", "/admin/clients", { _id: "alice", issueAccessToken: true })
    await subscribe("alice", { type: "fcm", token: "kept", deviceId: "d1" })
    const headers = userHeaders(second.token)
    await stage.raw("POST", "/me/subscribe", {
      headers,
      body: { type: "fcm", token: "lost", deviceId: "d2" },
    })
    await stage.backend("POST", "/me/subscribe", {
      ...{ type: "ios", token: "backend", deviceId: "d3", clientId: "alice" },
    })
    await stage.backend("DELETE", "/admin/clients/alice/token", { token: second.token })
    expect(await stored()).toMatchObject([{ token: "kept" }, { token: "backend" }])
    const third = await stage.backend("POST", "/admin/clients", { _id: "carol", issueAccessToken: true })
    await stage.raw("POST", "/me/subscribe", {
      ...{ headers: userHeaders(third.token), body: { type: "fcm", token: "c", deviceId: "d4" } },
    })
    await stage.backend("DELETE", "/admin/clients/carol/token", {})
    expect(await stored()).toMatchObject([{ clientId: "alice" }, { clientId: "alice" }])
  })

  test("a browser may come without an id of its own, with its subscription as text or object", async () => {
    await subscribe("alice", { type: "web", token: { endpoint: "https://push.example.com/1" } })
    await subscribe("alice", { type: "web", token: '{"endpoint":"https://push.example.com/2"}' })
    expect(await stored()).toMatchObject([{ clientId: "alice" }, { clientId: "alice" }])
    const removal = { type: "web", token: '{"endpoint":"https://push.example.com/2"}' }
    expect(await stage.as("alice", "POST", "/me/unsubscribe", removal)).toEqual({ n: 1, ok: 1 })
    expect(await stored()).toHaveLength(1)
  })

  test("unsubscribing removes one's own registration and tells how many", async () => {
    await subscribe("alice", { type: "fcm", token: "t", deviceId: "d1" })
    const removal = { type: "fcm", deviceId: "d1" }
    expect(await stage.as("bob", "POST", "/me/unsubscribe", removal)).toEqual({ n: 0, ok: 1 })
    expect(await stage.as("alice", "POST", "/me/unsubscribe", removal)).toEqual({ n: 1, ok: 1 })
    expect(await stage.as("alice", "POST", "/me/unsubscribe", removal)).toEqual({ n: 0, ok: 1 })
    expect(await stored()).toEqual([])
  })

  test("a backend registers and removes for the user it names", async () => {
    const device = { type: "ios", token: "t", deviceId: "d1" }
    expect(await stage.backend("POST", "/me/subscribe", { ...device, clientId: "bob" })).toEqual({})
    expect(await stored()).toMatchObject([{ clientId: "bob" }])
    expect(await stage.backend("POST", "/me/unsubscribe", device, "bob")).toEqual({ n: 1, ok: 1 })
    for (const path of ["/me/subscribe", "/me/unsubscribe"]) {
      expect(await stage.refusedBackend("POST", path, device)).toBe("400 MISSING_PARAMETER")
    }
    const unknown = { ...device, clientId: "nobody" }
    expect(await stage.refusedBackend("POST", "/me/subscribe", unknown)).toBe("404 CLIENT_NOT_FOUND")
  })

  test("a user registers for nobody else", async () => {
    await subscribe("alice", { type: "ios", token: "t", deviceId: "d1", clientId: "bob" })
    expect(await stored()).toMatchObject([{ clientId: "alice" }])
  })

  test("what is missing or unknown is refused", async () => {
    for (const body of [
      { token: "t", deviceId: "d" },
      { type: "fcm", deviceId: "d" },
      { type: "fcm", token: "t" },
      { type: "fcm", token: "", deviceId: "d" },
    ]) {
      expect([body, await refused(body)]).toEqual([body, "400 MISSING_PARAMETER"])
    }
    const huge = { type: "web", token: { endpoint: "x".repeat(10_000) } }
    expect(await refused(huge)).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await refused({ type: "pager", token: "t", deviceId: "d" })).toBe("400 INVALID_PARAMETER")
    for (const body of [{ type: "fcm" }, { deviceId: "d" }, { type: "web" }]) {
      expect([body, await stage.refused("alice", "POST", "/me/unsubscribe", body)]).toEqual([
        body,
        "400 MISSING_PARAMETER",
      ])
    }
    expect(await stored()).toEqual([])
  })
})
