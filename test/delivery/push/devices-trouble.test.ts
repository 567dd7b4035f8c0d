import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { insertOutbox, takeOutbox } from "../../../src/store/outbox.ts"
import { call, userHeaders } from "../../support/backend.ts"
import { fcmError } from "../../support/fake-fcm.ts"
import { engines } from "../../support/parley.ts"
import { type PushStage, setPushStage } from "./devices-stage.ts"

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const devices = ["bob fcm tablet", "bob ios phone", "bob web laptop"]

type Trouble = (stage: PushStage) => void

const unavailable: Trouble = ({ apns, fcm, web }) => {
  apns.answer(() => ({ status: 503, reason: "ServiceUnavailable" }))
  fcm.react(() => fcmError(503, "UNAVAILABLE", "The service is currently unavailable."))
  web.react(response => void response.writeHead(503).end())
}

const unreachable: Trouble = ({ apns, fcm, web }) => {
  apns.answer(() => "drop")
  fcm.react(() => "drop")
  web.react(response => void response.destroy())
}

const well: Trouble = ({ apns, fcm, web }) => {
  apns.answer(() => undefined)
  fcm.react()
  web.react()
}

describe.each(engines)("pushes when something goes wrong on %s", engine => {
  let stage: PushStage
  let room: string
  beforeAll(async () => {
    stage = await setPushStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    await stage.clear()
    await stage.subscribe("bob", "ios phone", "web laptop", "fcm tablet")
    room = await stage.room(["alice", "bob", "carol"])
  })

  const write = () => stage.write(room, "alice")
  const fates = async (id: string) =>
    (await stage.fates(id)).filter(line => line.startsWith("bob") || line.startsWith("carol "))
  const all = (outcome: string) => devices.map(device => `${device}: ${outcome}`)

  /** Waits until every push of a message was tried and failed. */
  async function failed(id: string): Promise<void> {
    const look = async () => {
      const { data } = await stage.explain(id, { client: "bob" })
      return data.map((fate: { outcome: string }) => fate.outcome)
    }
    await expect.poll(look, { timeout: 20_000 }).toEqual(devices.map(() => "retrying"))
  }

  test.each<[string, Trouble]>([
    ["say that they cannot", unavailable],
    ["lose the connection", unreachable],
  ])("providers that %s for a while get everything later, under the same name", async (_, trouble) => {
    trouble(stage)
    const ids = [await write(), await write(), await write()]
    for (const id of ids) await failed(id)
    const before = stage.arrived()
    well(stage)
    stage.advance(2 * minuteMs)
    for (const id of ids) expect(await fates(id)).toEqual(all("sent"))
    for (const id of ids) {
      for (const device of devices) {
        const names = new Set(
          stage
            .arrived()
            .flatMap(push => (push.messageId === id && push.device === device ? [nameIn(push.body)] : [])),
        )
        expect([device, names.size]).toEqual([device, 1])
      }
    }
    expect(stage.arrived().length).toBeGreaterThan(before.length)
  })

  /** What names a push for the app, so that one that comes twice is shown once. */
  // biome-ignore lint/suspicious/noExplicitAny: each provider has a form of its own
  const nameIn = (body: any) => body.data?.["parley-id"] ?? body["parley-id"] ?? body._id

  test("what could not go out within the hour does not go out any more", async () => {
    unavailable(stage)
    const id = await write()
    await failed(id)
    well(stage)
    const tries = stage.pushedTo(id).length
    stage.advance(hourMs)
    expect(await fates(id)).toEqual(all("expired"))
    expect(stage.pushedTo(id)).toHaveLength(tries)
    const { data } = await stage.explain(id, { device: "phone", client: "bob" })
    expect(data[0].sentence).toMatch(/^Its time was over/)
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    [
      "recalled",
      id => stage.as("alice", "POST", `/rooms/${room}/message`, { _id: id, messageType: "recall" }),
    ],
    ["hidden", id => stage.backend("POST", `/messages/${id}/hidden`, undefined, "alice")],
    ["deleted", id => stage.backend("DELETE", `/rooms/${room}/messages/${id}`)],
  ])("a message that is %s takes with it what waits", async (_, act) => {
    unavailable(stage)
    const id = await write()
    await failed(id)
    await act(id)
    well(stage)
    const tries = stage.pushedTo(id).length
    stage.advance(2 * minuteMs)
    expect(await fates(id)).toEqual(all("withdrawn"))
    expect(stage.pushedTo(id)).toHaveLength(tries)
  })

  test("devices that providers no longer know are forgotten", async () => {
    stage.apns.answer(() => ({ status: 410, reason: "Unregistered" }))
    stage.fcm.react(() => fcmError(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED"))
    stage.web.unsubscribe(stage.tokenOf("bob", "web laptop"))
    expect(await fates(await write())).toEqual(all("gone"))
    well(stage)
    expect(await fates(await write())).toEqual(["bob: noDevice"])
  })

  test("a message that cannot be read keeps no other silent", async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push(await stage.write(room, "alice", { push: false }))
    const [first, second, third] = ids as [string, string, string]
    const { db } = stage.parley.ctx
    const waiting = { kind: "push" as const, roomId: room, createdAt: stage.now() }
    await db.write(async tx => {
      await tx.run("UPDATE messages SET content_json = '{' WHERE id = ?", [second])
      for (const id of ids) await insertOutbox(tx, { ...waiting, id, messageId: id })
    })
    for (const id of [first, third]) expect(await fates(id)).toEqual(all("sent"))
    expect(stage.pushedTo(second)).toEqual([])
    await db.write(tx => takeOutbox(tx, [second]))
  })

  test("what only an operator can mend costs nobody a device", async () => {
    stage.apns.answer(() => ({ status: 403, reason: "InvalidProviderToken" }))
    stage.fcm.react(() => fcmError(400, "INVALID_ARGUMENT", "The message is wrong."))
    stage.web.react(response => void response.writeHead(403).end())
    const id = await write()
    expect(await fates(id)).toEqual(all("refused"))
    const { data } = await stage.explain(id)
    const sentences = data.map((fate: { sentence: string }) => fate.sentence)
    expect(sentences).toContainEqual(expect.stringContaining("InvalidProviderToken"))
    for (const device of devices)
      expect(sentences.join()).not.toContain(stage.tokenOf("bob", device.slice("bob ".length)))
    well(stage)
    expect(await fates(await write())).toEqual(all("sent"))
  })

  test("a phone in other hands shows nothing of the former user, not even what waits", async () => {
    unavailable(stage)
    const early = await write()
    await failed(early)
    const token = stage.tokenOf("bob", "ios phone")
    await stage.as("carol", "POST", "/me/subscribe", { type: "ios", deviceId: "phone", token })
    well(stage)
    stage.apns.arrived.length = 0
    stage.advance(2 * minuteMs)
    expect(await fates(early)).toEqual([
      ...["bob fcm tablet: sent", "bob ios phone: unregistered", "bob web laptop: sent"],
    ])
    expect(stage.apns.arrived).toEqual([])
    const late = await write()
    expect(await fates(late)).toContain("carol ios phone: sent")
    expect(stage.apns.arrived.map(push => [push.device, push.body._id])).toEqual([[token, late]])
  })

  test("a device that renews its token gets what waits under the new one", async () => {
    unavailable(stage)
    const id = await write()
    await failed(id)
    const token = "renewed".padEnd(40, "0")
    await stage.as("bob", "POST", "/me/subscribe", { type: "fcm", deviceId: "tablet", token })
    well(stage)
    stage.advance(2 * minuteMs)
    expect(await fates(id)).toEqual(all("sent"))
    expect(stage.fcm.pushes.at(-1)?.message.token).toBe(token)
  })

  test.each<[string, string, string[]]>([
    ["logs out", "/me/logout", ["bob fcm tablet: sent", "bob web laptop: sent"]],
    ["logs out all others", "/me/logout-others", ["bob ios phone: sent"]],
  ])("a device that %s by its id is pushed to no more, or alone", async (_, path, expected) => {
    const { token } = await stage.backend("POST", "/admin/clients", { _id: "bob", issueAccessToken: true })
    const headers = { ...userHeaders(token), "IM-Device-ID": "phone" }
    expect((await call(stage.parley.url, "POST", path, { headers })).status).toBe(200)
    expect(await fates(await write())).toEqual(expected)
    stage.cast.bob = (
      await stage.backend("POST", "/admin/clients", { _id: "bob", issueAccessToken: true })
    ).token
  })

  test("a user who registers more and more devices loses the oldest", async () => {
    for (let i = 0; i < 49; i++) {
      stage.advance(1)
      const body = { type: "fcm", deviceId: `old-${i}`, token: `old-${i}-`.padEnd(40, "0") }
      await stage.as("bob", "POST", "/me/subscribe", body)
    }
    const lines = await fates(await write())
    expect(lines).toHaveLength(50)
    const gone = ["bob ios phone: sent", "bob web laptop: sent", "bob fcm tablet: sent"].filter(
      line => !lines.includes(line),
    )
    expect(gone).toEqual(["bob ios phone: sent", "bob web laptop: sent"])
  })

  test("one token under two types is one device", async () => {
    const token = stage.tokenOf("bob", "fcm tablet")
    await stage.as("bob", "POST", "/me/subscribe", { type: "android", deviceId: "tablet", token })
    const id = await write()
    await stage.fates(id)
    expect(stage.fcm.pushes.filter(push => push.message.token === token)).toHaveLength(1)
  })
})
