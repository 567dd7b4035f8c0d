import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type FlakyProxy, startProxy } from "../../support/flaky-proxy.ts"
import { engines } from "../../support/parley.ts"
import { type Dial, TestSocket } from "../../support/test-socket.ts"
import { type PushStage, setPushStage } from "./devices-stage.ts"

const wires: Dial[] = [{ version: 4 }, { version: 2 }, { version: 4, transport: "polling" }]

/** The heartbeat of the server under test. A socket that does not answer is given up after three. */
const beatMs = 1000

describe.each(engines)("pushes to devices that are online on %s", engine => {
  let stage: PushStage
  let proxy: FlakyProxy
  let room: string
  let opened: TestSocket[] = []
  beforeAll(async () => {
    stage = await setPushStage(engine, { SOCKET_PING_INTERVAL: String(beatMs) })
    proxy = await startProxy(stage.parley.url)
  })
  afterAll(async () => {
    await proxy.close()
    await stage.close()
  })
  beforeEach(async () => {
    await stage.clear()
    await stage.subscribe("bob", "ios phone", "web laptop", "fcm tablet")
    room = await stage.room(["alice", "bob"])
  })
  afterEach(() => {
    proxy.refuse(false)
    proxy.cut()
    for (const socket of opened) socket.close()
    opened = []
  })

  async function goOnline(deviceId: string | null, how: Dial = {}, url = stage.parley.url) {
    const socket = await TestSocket.open(url, how)
    opened.push(socket)
    const answer = await socket.signIn(stage.cast.bob, ...(deviceId === null ? [] : [{ deviceId }]))
    expect(answer.RC).toBe(0)
    return socket
  }

  /** What is open stays so without a word; nobody comes anew. */
  function loseNetwork(): void {
    proxy.refuse(true)
    proxy.half()
  }

  const everywhere = ["bob fcm tablet: sent", "bob ios phone: sent", "bob web laptop: sent"]
  const butPhone = ["bob fcm tablet: sent", "bob ios phone: online", "bob web laptop: sent"]
  const fates = async (id: string) => (await stage.fates(id)).filter(line => line.startsWith("bob "))

  test.each(wires)("a device with a live socket gets none, the user's others do: %j", async how => {
    const phone = await goOnline("phone", how)
    const id = await stage.write(room, "alice")
    await phone.next("chat message", message => message._id === id)
    expect(await fates(id)).toEqual(butPhone)
    expect(stage.pushedTo(id)).toEqual(["bob fcm tablet", "bob web laptop"])
  })

  test("a socket that names no device keeps none silent, nor does another's of the same id", async () => {
    await goOnline(null)
    const alices = await TestSocket.open(stage.parley.url)
    opened.push(alices)
    await alices.signIn(stage.cast.alice, { deviceId: "phone" })
    const id = await stage.write(room, "alice")
    expect(await fates(id)).toEqual(everywhere)
  })

  test("a device that has just gone gets the push", async () => {
    const phone = await goOnline("phone")
    phone.close()
    const offline = async () => (await stage.backend("GET", "/admin/connection-count")).count
    await expect.poll(offline).toBe(0)
    expect(await fates(await stage.write(room, "alice"))).toEqual(everywhere)
  })

  test("a device that goes before it gave a sign of life gets the push at once", async () => {
    const phone = await goOnline("phone")
    const id = await stage.write(room, "alice")
    phone.close()
    expect(await fates(id)).toEqual(everywhere)
    expect(stage.pushedTo(id)).toContain("bob ios phone")
  })

  test("a device that goes after it got the message gets none, not even later", async () => {
    const phone = await goOnline("phone")
    const id = await stage.write(room, "alice")
    await phone.next("chat message", message => message._id === id)
    const held = async () => (await stage.explain(id, { client: "bob", device: "phone" })).data[0]?.outcome
    await expect.poll(held).toBe("held")
    stage.advance(2 * beatMs)
    await phone.settle()
    phone.close()
    expect(await fates(id)).toEqual(butPhone)
    stage.advance(beatMs)
    await stage.fates(await stage.write(room, "alice"))
    expect(stage.pushedTo(id)).toEqual(["bob fcm tablet", "bob web laptop"])
  })

  test.each(wires)("a socket that is open and reaches nobody does not swallow it: %j", async how => {
    await goOnline("phone", how, proxy.url)
    loseNetwork()
    const id = await stage.write(room, "alice")
    expect(await fates(id)).toEqual(everywhere)
    expect(stage.pushedTo(id)).toEqual(["bob fcm tablet", "bob ios phone", "bob web laptop"])
  })

  test("what waits for a sign of life is explained as that", async () => {
    await goOnline("phone", {}, proxy.url)
    loseNetwork()
    const id = await stage.write(room, "alice")
    const look = async () => (await stage.explain(id, { client: "bob", device: "phone" })).data
    await expect
      .poll(look, { interval: 10 })
      .toEqual([expect.objectContaining({ outcome: "held", attempts: 0, nextTryAtMS: expect.any(Number) })])
    await fates(id)
  })

  test("a message that is recalled meanwhile is not announced", async () => {
    await goOnline("phone", {}, proxy.url)
    loseNetwork()
    const id = await stage.write(room, "alice")
    await expect.poll(() => stage.pushedTo(id)).toEqual(["bob fcm tablet", "bob web laptop"])
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: id, messageType: "recall" })
    expect(await fates(id)).toContain("bob ios phone: withdrawn")
    expect(stage.pushedTo(id)).toEqual(["bob fcm tablet", "bob web laptop"])
  })
})
