import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { PollingSession } from "../../support/polling-session.ts"
import { RawSocket } from "../../support/raw-socket.ts"
import { TestSocket } from "../../support/test-socket.ts"

const bound = 1_000_000
/** More than kernels keep for a connection between two processes of one machine. */
const kernelBytes = 24_000_000

describe.each(engines)("a client that does not read on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let reader: TestSocket
  let spoken: string[]

  beforeAll(async () => {
    parley = await startParley(engine, { SOCKET_BUFFER_BYTES: String(bound), METRICS_PUBLIC: "1" })
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url, ["alice", "bob", "carol"])
    reader = await TestSocket.signedIn(parley.url, cast.bob)
    spoken = []
  })
  afterAll(async () => {
    reader.close()
    await parley.close()
  })

  async function dropped(): Promise<number> {
    const text = await (await fetch(`${parley.url}/metrics`)).text()
    return Number(/^parley_slow_readers_total (\d+)$/m.exec(text)?.[1])
  }

  async function speak(bytes: number): Promise<string> {
    const message = { messageType: "poll", message: "x".repeat(bytes) }
    const { _id } = await asUser(parley.url, cast.alice, "POST", "/rooms/demo-room/message", message)
    spoken.push(_id)
    return _id
  }

  /** Speaks until one more reader was dropped. @returns the bytes that were spoken until then, or till patience ended. */
  async function speakUntilDropped(bytes: number): Promise<number> {
    const before = await dropped()
    let total = 0
    while (total < kernelBytes + 4 * bound && (await dropped()) === before) {
      await speak(bytes)
      total += bytes
    }
    expect(await dropped()).toBe(before + 1)
    return total
  }

  async function expectReaderHeardAll(): Promise<void> {
    const heard = await reader.collect("chat message", spoken.length)
    expect(heard.map(message => message._id)).toEqual(spoken)
    expect(reader.all("disconnect")).toEqual([])
  }

  test("is cut off once more than the bound waits for its WebSocket, and nobody else notices", async () => {
    const deaf = await RawSocket.deaf(parley.url, cast.carol)
    await speakUntilDropped(100_000)
    await expectReaderHeardAll()
    const heardSoFar = spoken.length
    deaf.tcp.resume()
    await deaf.closed
    expect(deaf.heard.split('42["chat message"').length - 1).toBeLessThan(heardSoFar)
  })

  test("is cut off once more than the bound waits for its next poll", async () => {
    const polling = await PollingSession.signedIn(parley.url, cast.carol)
    const total = await speakUntilDropped(100_000)
    expect(total).toBeGreaterThan(bound)
    expect(total).toBeLessThan(1.5 * bound)
    await expect(polling.poll()).rejects.toThrow("400")
    await expectReaderHeardAll()
  })

  test("is cut off also when what it leaves unread are answers to its own pings", async () => {
    const before = await dropped()
    const deaf = await RawSocket.open(parley.url)
    deaf.tcp.pause()
    const pings = Buffer.concat(Array.from({ length: 1000 }, () => RawSocket.ping))
    const gone = deaf.closed.then(() => true)
    for (let sent = 0; sent < kernelBytes + 4 * bound && (await dropped()) === before; sent += pings.length) {
      if (!deaf.tcp.write(pings)) {
        await Promise.race([new Promise(resolve => deaf.tcp.once("drain", resolve)), gone])
      }
    }
    expect(await dropped()).toBe(before + 1)
    deaf.close()
  })

  test("loses nothing by pausing while less than the bound waits", async () => {
    const before = await dropped()
    const polling = await PollingSession.signedIn(parley.url, cast.carol)
    const ids = [await speak(100_000), await speak(100_000)]
    const body = await polling.poll()
    expect(ids.every(id => body.includes(id))).toBe(true)
    expect(await dropped()).toBe(before)
    await polling.say("41")
  })

  test("and one that does are told apart: a message larger than the bound reaches whoever reads", async () => {
    const small = await startParley(engine, { SOCKET_BUFFER_BYTES: "65536" })
    const { alice, bob } = await makeCast(small.url)
    await makeDemoRoom(small.url)
    const ways = (["websocket", "polling"] as const).map(transport => ({ transport }))
    const readers = await Promise.all(ways.map(way => TestSocket.signedIn(small.url, bob, way)))
    const message = { messageType: "poll", message: "語".repeat(100_000) }
    const { _id } = await asUser(small.url, alice, "POST", "/rooms/demo-room/message", message)
    for (const reader of readers) {
      expect((await reader.next("chat message"))._id).toBe(_id)
      await reader.settle()
      reader.close()
    }
    await small.close()
  })
})
