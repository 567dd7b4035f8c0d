import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { call, userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

describe.each(engines)("logging out on %s", engine => {
  let stage: Stage
  let phone: string
  let laptop: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    await stage.parley.ctx.db.write(async tx => tx.run("DELETE FROM devices"))
    await stage.backend("DELETE", "/admin/clients/alice/token")
    phone = await issue()
    laptop = await issue()
    for (const [who, deviceId] of [
      ["alice", "phone"],
      ["alice", "laptop"],
      ["bob", "bobs"],
    ]) {
      for (const type of ["ios", "ios-voip"]) {
        const body = { type, deviceId, token: `${deviceId}-${type}`, clientId: who }
        await stage.backend("POST", "/me/subscribe", body)
      }
    }
  })
  afterAll(() => stage.close())

  const issue = async () =>
    (await stage.backend("POST", "/admin/clients", { _id: "alice", issueAccessToken: true })).token
  const out = (path: string, token: string, device?: string) =>
    call(stage.parley.url, "POST", path, {
      headers: { ...userHeaders(token), ...(device ? { "IM-Device-ID": device } : {}) },
    })
  const isGood = async (token: string) =>
    (await call(stage.parley.url, "GET", "/me", { headers: userHeaders(token) })).status === 200
  const devices = async () =>
    (
      await stage.parley.ctx.db.all<{ id: string }>(
        "SELECT DISTINCT device_id AS id FROM devices ORDER BY device_id",
      )
    ).map(row => row.id)

  test("the token in use ends, with the registrations of its device", async () => {
    const { status, body } = await out("/me/logout", phone, "phone")
    expect([status, body.RC]).toEqual([200, 0])
    expect(body.result).toEqual({
      token: phone,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      expirationDate: expect.any(String),
      expirationDateMS: expect.any(Number),
    })
    expect([await isGood(phone), await isGood(laptop)]).toEqual([false, true])
    expect(await devices()).toEqual(["bobs", "laptop"])
    expect(refusalOf(await out("/me/logout", phone))).toBe("401 INVALID_TOKEN")
  })

  test("without a device only the token ends, and a foreign device stays registered", async () => {
    await out("/me/logout", phone)
    await out("/me/logout", laptop, "bobs")
    expect([await isGood(phone), await isGood(laptop)]).toEqual([false, false])
    expect(await devices()).toEqual(["bobs", "laptop", "phone"])
  })

  test("all others end, with the registrations of all other devices", async () => {
    const tablet = await issue()
    const { body } = await out("/me/logout-others", phone, "phone")
    const ended = body.result.data.map((record: { token: string }) => record.token)
    expect(ended.sort()).toEqual([laptop, tablet].sort())
    expect(await Promise.all([phone, laptop, tablet].map(isGood))).toEqual([true, false, false])
    expect(await devices()).toEqual(["bobs", "phone"])
    expect((await out("/me/logout-others", phone)).body.result).toEqual({ data: [] })
  })

  test("without a device the others' tokens end and all registrations stay", async () => {
    await out("/me/logout-others", phone)
    expect([await isGood(phone), await isGood(laptop)]).toEqual([true, false])
    expect(await devices()).toEqual(["bobs", "laptop", "phone"])
  })

  test("sockets of an ended token hear no more, those of others go on", async () => {
    const room = await stage.room(["alice", "bob"])
    const sockets = await Promise.all(
      [phone, laptop].map(token => TestSocket.signedIn(stage.parley.url, token)),
    )
    const [onPhone, onLaptop] = sockets as [TestSocket, TestSocket]
    await out("/me/logout-others", phone)
    expect(await onLaptop.next("error")).toMatchObject({ RC: 401, error: { code: "INVALID_TOKEN" } })
    await stage.say(room, "bob", "for the phone")
    expect((await onPhone.next("chat message")).message).toBe("for the phone")
    await out("/me/logout", phone)
    expect(await onPhone.next("error")).toMatchObject({ RC: 401 })
    await stage.say(room, "bob", "for nobody")
    await Promise.all(sockets.map(socket => socket.settle()))
    expect(sockets.map(socket => socket.all("chat message").length)).toEqual([1, 0])
    for (const socket of sockets) socket.close()
  })

  test("the backend ends all tokens of a user it names, and has none of its own to end", async () => {
    expect(await stage.refusedBackend("POST", "/me/logout", undefined, "alice")).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("POST", "/me/logout-others")).toBe("400 MISSING_PARAMETER")
    expect((await stage.backend("POST", "/me/logout-others", undefined, "alice")).data).toHaveLength(2)
    expect([await isGood(phone), await isGood(laptop)]).toEqual([false, false])
  })
})
