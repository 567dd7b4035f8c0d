import { createServer, type Socket } from "node:net"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Handover } from "../../../src/delivery/push/notice.ts"
import { type FakeApns, startFakeApns } from "../../support/fake-apns.ts"
import { startProxy } from "../../support/flaky-proxy.ts"
import { carriersTo, textNotice } from "./apns-stage.ts"

const streams = 8
const short = { answerMs: 10_000, patienceMs: 10_000, pingEveryMs: 60_000 }

let apns: FakeApns
let carriers: ReturnType<typeof carriersTo>

beforeEach(async () => {
  apns = await startFakeApns({ streams })
  carriers = carriersTo(apns)
})

afterEach(async () => {
  carriers.close()
  await apns.close()
})

const many = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => carriers.push(textNotice, `a${n}`)))

const outcomes = (handovers: Handover[]) => [...new Set(handovers.map(({ outcome }) => outcome))]

const devices = () => apns.arrived.map(({ device }) => device)

const namesOf = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`)

describe("many pushes at once", () => {
  test("go over one connection, as many together as the host takes, each exactly once", async () => {
    expect(outcomes(await many(500))).toEqual(["sent"])
    expect(devices().toSorted()).toEqual(namesOf(500).toSorted())
    expect(apns.mostAtOnce()).toBe(streams)
    expect(apns.connections()).toBe(1)
  })

  test("that are long do not fill the connection's memory", async () => {
    const wide = await startFakeApns({ streams: 5000 })
    const own = carriersTo(wide)
    const notice = { ...textNotice, payload: { message: "x".repeat(3500) } }
    const release = wide.hold()
    const pushes = Array.from({ length: 4000 }, () => own.push(notice))
    await wide.count(4000)
    release()
    expect(outcomes(await Promise.all(pushes))).toEqual(["sent"])
    own.close()
    await wide.close()
  })

  test("get their own answers, in whatever order these come", async () => {
    apns.answer(({ device }) =>
      Number(device.slice(1)) % 2 ? { status: 410, reason: "Unregistered" } : undefined,
    )
    const handovers = await many(40)
    expect(handovers.map(({ outcome }) => outcome)).toEqual(
      handovers.map((_, n) => (n % 2 ? "gone" : "sent")),
    )
  })
})

describe("a host that leaves", () => {
  test("answers what it took; the rest goes over a new connection, each once and under its name", async () => {
    apns.goAway(3)
    expect(outcomes(await many(20))).toEqual(["sent"])
    expect(devices().toSorted()).toEqual(namesOf(20).toSorted())
    expect(apns.connections()).toBe(2)
    expect(apns.arrived.filter(({ connection }) => connection === 0)).toHaveLength(4)
    expect(new Set(apns.arrived.map(({ headers }) => headers["apns-id"])).size).toBe(20)
  })

  test("for an error has what it took tried later, and the rest at once", async () => {
    apns.answer(({ connection }) => (connection === 0 ? "hang" : undefined))
    apns.goAway(3, 11)
    const handovers = await many(20)
    expect(handovers.map(({ outcome }) => outcome)).toEqual(
      handovers.map((_, n) => (n < 4 ? "retry" : "sent")),
    )
    expect(apns.connections()).toBe(2)
  })

  test("does not disturb the next pushes", async () => {
    apns.goAway(0)
    await carriers.push(textNotice)
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "sent" })
    expect(apns.connections()).toBe(2)
  })
})

describe("a request that the host refuses to look at", () => {
  test("goes out again under its name", async () => {
    apns.answer(() => (apns.arrived.length === 1 ? "refuse" : undefined))
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "sent" })
    const [first, second] = apns.arrived
    expect(second?.headers["apns-id"]).toBe(first?.headers["apns-id"])
    expect(apns.connections()).toBe(1)
  })

  test("goes out three times at most", async () => {
    apns.answer(() => "refuse")
    expect(await carriers.push(textNotice)).toEqual({ outcome: "retry", reason: "the host took nothing" })
    expect(apns.arrived).toHaveLength(3)
  })
})

describe("a connection that is lost", () => {
  test("leaves what was under way to be tried later, and carries what waited over a new one", async () => {
    apns.answer(({ connection, device }) => {
      if (connection > 0) return
      return device === `a${streams - 1}` ? "drop" : "hang"
    })
    const handovers = await many(20)
    expect(handovers.map(({ outcome }) => outcome)).toEqual(
      handovers.map((_, n) => (n < streams ? "retry" : "sent")),
    )
    expect(apns.connections()).toBe(2)
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "sent" })
  })

  test("amid an answer leaves the push to be tried later", async () => {
    apns.answer(() => "break")
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "retry" })
  })

  test("to a host that is down is told at once, and works again when it is up", async () => {
    const port = Number(new URL(apns.url).port)
    await carriers.push(textNotice)
    await apns.close()
    for (const { outcome } of await many(20)) expect(outcome).toBe("retry")
    apns = await startFakeApns({ streams, port })
    expect(outcomes(await many(20))).toEqual(["sent"])
  })

  test("without a word is found out by a ping", async () => {
    const proxy = await startProxy(apns.url)
    const url = proxy.url.replace("http:", "https:")
    const own = carriersTo({ url, ca: apns.ca }, { times: { ...short, patienceMs: 200, pingEveryMs: 20 } })
    expect(await own.push(textNotice)).toMatchObject({ outcome: "sent" })
    await apns.pinged(2)
    proxy.half()
    expect(await own.push(textNotice)).toEqual({
      outcome: "retry",
      reason: "no answer to a ping in 200 ms",
    })
    expect(await own.push(textNotice)).toMatchObject({ outcome: "sent" })
    expect(apns.connections()).toBe(2)
    own.close()
    await proxy.close()
  })
})

describe("a host that is no help", () => {
  test("with a certificate that nobody signed gets nothing", async () => {
    const wary = carriersTo({ url: apns.url, ca: "" })
    expect(await wary.push(textNotice)).toMatchObject({
      outcome: "retry",
      reason: expect.stringContaining("self-signed certificate"),
    })
    wary.close()
    expect(apns.arrived).toHaveLength(0)
  })

  test("that answers nothing is given up after a time, and gets the next push", async () => {
    const own = carriersTo(apns, { times: { ...short, answerMs: 150 } })
    const release = apns.hold()
    expect(await own.push(textNotice)).toEqual({ outcome: "retry", reason: "no answer in 150 ms" })
    release()
    await apns.pinged(1)
    expect(await own.push(textNotice)).toMatchObject({ outcome: "sent" })
    expect(apns.connections()).toBe(1)
    own.close()
  })

  test.each<[string, (socket: Socket) => void]>([
    ["takes connections and says nothing", () => {}],
    ["hangs up", socket => socket.destroy()],
    ["speaks something else", socket => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("and %s is tried later", async (_what, greet) => {
    const sockets = new Set<Socket>()
    const server = createServer(socket => {
      sockets.add(socket.on("error", () => {}))
      greet(socket)
    })
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as { port: number }
    const own = carriersTo(
      { url: `https://127.0.0.1:${port}`, ca: apns.ca },
      { times: { ...short, patienceMs: 150 } },
    )
    const handovers = await Promise.all([own.push(textNotice), own.push(textNotice)])
    expect(outcomes(handovers)).toEqual(["retry"])
    own.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
})

describe("closing", () => {
  test("answers what is under way and what waits, and lets go of the host", async () => {
    const release = apns.hold()
    const pushes = many(20)
    await apns.count(streams)
    carriers.close()
    for (const handover of await pushes)
      expect(handover).toEqual({ outcome: "retry", reason: "the server was stopped" })
    release()
    expect(await carriers.push(textNotice)).toEqual({ outcome: "retry", reason: "the server was stopped" })
    expect(apns.connections()).toBe(1)
  })

  test("does not take half an answer for one", async () => {
    const own = carriersTo(apns, { times: { ...short, pingEveryMs: 20 } })
    apns.answer(() => "stall")
    const push = own.push(textNotice)
    await apns.count(1)
    // A second ping comes only after the answer to the first, and that only after the half.
    await apns.pinged(3)
    own.close()
    expect(await push).toEqual({ outcome: "retry", reason: "the server was stopped" })
  })
})
