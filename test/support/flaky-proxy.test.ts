import { once } from "node:events"
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from "node:net"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type FlakyProxy, startProxy } from "./flaky-proxy.ts"

/** One side of a connection, with all it was sent. */
class Side {
  text = ""
  readonly socket: Socket
  readonly ended: Promise<"end" | "reset">
  #listeners = new Set<() => void>()

  constructor(socket: Socket) {
    this.socket = socket
    this.ended = new Promise(resolve => {
      socket.on("end", () => resolve("end"))
      socket.on("error", () => resolve("reset"))
    })
    socket.setEncoding("utf8").on("data", piece => {
      this.text += piece
      for (const listener of this.#listeners) listener()
    })
  }

  async hears(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => this.text.endsWith(text) && resolve()
    this.#listeners.add(look)
    look()
    await promise
    this.#listeners.delete(look)
  }
}

describe("the network of the tests", () => {
  let server: Server
  let accepted: ((side: Side) => void)[] = []
  let proxy: FlakyProxy
  let opened: Socket[] = []

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true }, socket => {
      opened.push(socket)
      accepted.shift()?.(new Side(socket))
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    proxy = await startProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  afterEach(async () => {
    await proxy.close()
    for (const socket of opened) socket.destroy()
    opened = []
    accepted = []
    server.close()
  })

  const dial = () => {
    const socket = createConnection({
      port: Number(new URL(proxy.url).port),
      host: "127.0.0.1",
      allowHalfOpen: true,
    })
    opened.push(socket)
    return new Side(socket)
  }

  async function connect(): Promise<{ client: Side; far: Side }> {
    const far = new Promise<Side>(resolve => accepted.push(resolve))
    const client = dial()
    return { client, far: await far }
  }

  test("it carries both ways, one end after the other", async () => {
    const { client, far } = await connect()
    client.socket.end("hello")
    await far.hears("hello")
    expect(await far.ended).toBe("end")
    far.socket.end("good bye")
    await client.hears("good bye")
    expect(await client.ended).toBe("end")
  })

  test("a cut resets both sides, and new ones connect", async () => {
    const { client, far } = await connect()
    proxy.cut()
    expect(await Promise.all([client.ended, far.ended])).toEqual(["reset", "reset"])
    const next = await connect()
    next.client.socket.write("again")
    await next.far.hears("again")
    expect(proxy.opened()).toBe(2)
  })

  test("a half link is silent one way, and heals with all that waited", async () => {
    const [held, other] = [await connect(), await connect()]
    proxy.links()[0]?.half("down")
    held.far.socket.write("one ")
    held.client.socket.write("up")
    other.far.socket.write("beside")
    await Promise.all([held.far.hears("up"), other.client.hears("beside")])
    held.far.socket.end("two")
    expect(held.client.text).toBe("")
    proxy.heal()
    await held.client.hears("one two")
    expect(await held.client.ended).toBe("end")
  })

  test("a half link hides a reset from the other side", async () => {
    const { client, far } = await connect()
    client.socket.write("up")
    await far.hears("up")
    proxy.half()
    far.socket.resetAndDestroy()
    const next = await connect()
    next.far.socket.write("later")
    await next.client.hears("later")
    expect(client.socket.destroyed).toBe(false)
    proxy.heal()
    expect(await client.ended).toBe("reset")
  })

  test("what is delayed comes late and in order", async () => {
    const { client, far } = await connect()
    proxy.delay(50)
    const before = performance.now()
    for (const digit of "0123456789") client.socket.write(digit)
    await far.hears("0123456789")
    expect(performance.now() - before).toBeGreaterThan(45)
  })

  test("who is refused is reset, and taken again later", async () => {
    proxy.refuse(true)
    expect(await dial().ended).toBe("reset")
    proxy.refuse(false)
    const { client, far } = await connect()
    client.socket.write("back")
    await far.hears("back")
  })
})
