import dns from "node:dns"
import { createServer, type RequestListener, type Server } from "node:http"
import { syncBuiltinESMExports } from "node:module"
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net"
import { gzipSync } from "node:zlib"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { makeOutbound, type Outbound } from "../../src/delivery/outbound.ts"
import { isPublic } from "../../src/lib/address.ts"

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, "")

describe("addresses that are called", () => {
  test.each([
    ...["8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "192.167.1.1", "100.63.255.255"],
    ...["100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"],
    "::ffff:8.8.8.8",
  ])("%s is public", address => {
    expect(isPublic(address)).toBe(true)
  })

  test.each([
    ...["127.0.0.1", "127.8.9.10", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255"],
    ...["172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.254"],
    ...["224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7"],
    ...["203.0.113.9", "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "ff02::1"],
    ...["::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::127.0.0.1"],
    ...["::7f00:1", "::a00:1", "::ffff:0:127.0.0.1", "0:0:0:1::1", "4000::1", "5f00::1", "3fff::1"],
    ...["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1"],
    ...["2001:2::1", "100::1", "fec0::1", "", "localhost", "not an address"],
  ])("%s is not public", address => {
    expect(isPublic(address)).toBe(false)
  })

  test.each([
    ...["http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/"],
    ...["http://0x7f.1/", "http://017700000001/", "http://①②⑦.0.0.1/", "http://[::ffff:127.0.0.1]/"],
    ...["http://3232235521/", "http://0xa9fea9fe/", "http://[::127.0.0.1]/", "http://127.0.0.1./"],
  ])("the spelling %s is judged by what it means", url => {
    expect(isPublic(hostOf(url))).toBe(false)
  })
})

const listen = async (server: Server | ReturnType<typeof createTcpServer>, host = "127.0.0.1") => {
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

/** A call that says nothing in particular. */
const plain = { body: "{}", headers: {}, timeoutMs: 5_000 }

describe("the guard of outgoing calls", () => {
  let reached = 0
  let port: number
  const server = createTcpServer(connection => {
    reached++
    connection.destroy()
  })
  const outbound = makeOutbound(false)
  const lookup = dns.lookup

  beforeAll(async () => {
    port = await listen(server, "::")
  })
  beforeEach(() => {
    reached = 0
  })
  afterEach(() => answerNamesWith(lookup))
  afterAll(() => {
    outbound.close()
    server.close()
  })

  function answerNamesWith(resolve: unknown): void {
    dns.lookup = resolve as typeof dns.lookup
    syncBuiltinESMExports()
  }

  test("the listener is there for whoever is not refused", async () => {
    const open = makeOutbound(true)
    for (const host of ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"])
      await open.send({ ...plain, url: `https://${host}:${port}/` })
    expect(reached).toBeGreaterThanOrEqual(4)
    open.close()
  })

  test.each([
    ...["127.0.0.1", "127.0.0.1.", "127.1", "127.8.9.10", "2130706433", "0x7f000001", "0X7F000001", "0x7f.1"],
    ...["017700000001", "0177.0.0.1", "0", "0.0.0.0", "①②⑦.0.0.1", "127。0。0。1", "%31%32%37.0.0.1"],
    ...["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0xa9fea9fe", "100.64.0.1"],
    ...["255.255.255.255", "198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"],
    ...["[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::FFFF:7F00:1]"],
    ...["[64:ff9b::127.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "[fc00::1]", "[fd00::1]"],
    ...["[fe80::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]"],
    ...["localhost", "LOCALHOST", "ｌocalhost", "user:secret@localhost"],
  ])("https to %s never leaves", async host => {
    expect(await outbound.send({ ...plain, url: `https://${host}:${port}/` })).toMatchObject({
      answered: false,
      reason: expect.stringContaining("public"),
    })
    expect(reached).toBe(0)
  })

  test.each([
    ...["http://8.8.8.8/", "http://127.0.0.1/", "ftp://8.8.8.8/", "file:///etc/hostname", "https://"],
    ...["https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://1.2.3.4.5/", "/path", ""],
  ])("%j is not called at all", async url => {
    answerNamesWith(() => expect.unreachable())
    expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: false, forbidden: true })
  })

  test("a name with a trailing dot never leads there either, however it is resolved", async () => {
    const answer = await outbound.send({ ...plain, url: `https://localhost.:${port}/` })
    expect(answer).toMatchObject({ answered: false })
    expect(reached).toBe(0)
  })

  test("a name is judged by each of its addresses, whatever the others are", async () => {
    answerNamesWith((_name: string, _options: object, callback: (error: null, list: object[]) => void) =>
      callback(null, [
        { address: "8.8.8.8", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]),
    )
    const answer = await outbound.send({ ...plain, url: `https://two.example:${port}/` })
    expect(answer).toEqual({ answered: false, reason: "two.example has no public address" })
    expect(reached).toBe(0)
  })

  test("a name that changes its address between two questions gains nothing", async () => {
    const told = ["192.0.2.1", "127.0.0.1"]
    const asked: string[] = []
    answerNamesWith((name: string, _options: object, callback: (error: null, list: object[]) => void) => {
      asked.push(name)
      callback(null, [{ address: told[asked.length - 1] ?? "127.0.0.1", family: 4 }])
    })
    const url = `https://rebinding.example:${port}/`
    for (const _ of told) expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: false })
    // Each call asked once, and the answer that was judged is the one that would have been connected to.
    expect(asked).toEqual(["rebinding.example", "rebinding.example"])
    expect(reached).toBe(0)
  })

  test("a redirect to a private address is an answer, not a way there", async () => {
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end()
    })
    const open = makeOutbound(true)
    const answer = await open.send({ ...plain, url: `http://127.0.0.1:${await listen(redirecting)}/` })
    expect(answer).toMatchObject({ answered: true, status: 307 })
    expect(reached).toBe(0)
    open.close()
    redirecting.close()
  })
})

describe("an outgoing call", () => {
  let outbound: Outbound
  let server: Server
  let connections = 0
  let url: string
  let react: RequestListener
  const open = new Set<Socket>()

  beforeAll(async () => {
    server = createServer((request, response) => react(request, response))
    server.on("connection", connection => {
      connections++
      open.add(connection)
      connection.on("close", () => open.delete(connection))
    })
    url = `http://127.0.0.1:${await listen(server)}/hook?secret=1`
  })
  beforeEach(() => {
    outbound = makeOutbound(true)
    connections = 0
  })
  afterEach(() => outbound.close())
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test("brings status, headers and body of the answer", async () => {
    react = (_request, response) => {
      response.writeHead(418, { "retry-after": "7", location: "/x" }).end("短く and stout 🫖")
    }
    expect(await outbound.send({ ...plain, url })).toEqual({
      ...{ answered: true, status: 418, body: "短く and stout 🫖" },
      headers: expect.objectContaining({ "retry-after": "7", location: "/x" }),
    })
  })

  test("sends method, headers and body as they are, and asks for an answer that is not compressed", async () => {
    const arrived: object[] = []
    react = (request, response) => {
      const chunks: Buffer[] = []
      request.on("data", chunk => chunks.push(chunk))
      request.on("end", () => {
        const { method, url, headers } = request
        arrived.push({ method, url, headers, body: Buffer.concat(chunks) })
        response.end()
      })
    }
    const bytes = Buffer.from([0, 255, 128, 10])
    await outbound.send({ ...plain, url, body: "é", headers: { "x-one": "1" } })
    await outbound.send({ ...plain, url, method: "PUT", body: bytes })
    expect(arrived).toMatchObject([
      {
        ...{ method: "POST", url: "/hook?secret=1", body: Buffer.from("é") },
        headers: { "x-one": "1", "content-length": "2", "accept-encoding": "identity" },
      },
      { method: "PUT", body: bytes },
    ])
  })

  test("an answer that is compressed all the same does no harm", async () => {
    react = (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("{}"))
    }
    expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: true, status: 200 })
  })

  test("an answer without end is cut off at its bound, and its status counts", async () => {
    react = (_request, response) => {
      const pour = () => {
        while (response.write("x".repeat(65_536)));
        response.once("drain", pour)
      }
      pour()
    }
    const bounded = await outbound.send({ ...plain, url })
    expect(bounded).toMatchObject({ answered: true, status: 200, body: "x".repeat(64 * 1024) })
    expect(await outbound.send({ ...plain, url, mostBytes: 10 })).toMatchObject({ body: "x".repeat(10) })
  })

  test("no answer in time is none", async () => {
    react = () => {}
    expect(await outbound.send({ ...plain, url, timeoutMs: 100 })).toEqual({
      answered: false,
      reason: "no answer in 100 ms",
    })
  })

  test("an answer that stops half-way is broken off in time", async () => {
    react = (_request, response) => void response.write("half")
    expect(await outbound.send({ ...plain, url, timeoutMs: 100 })).toMatchObject({
      answered: true,
      status: 200,
      body: "half",
    })
  })

  test("a name that is not found in time is given up", async () => {
    const { lookup } = dns
    dns.lookup = (() => {}) as unknown as typeof dns.lookup
    syncBuiltinESMExports()
    const guarded = makeOutbound(false)
    const answer = await guarded.send({ ...plain, url: "https://slow.example/", timeoutMs: 100 })
    expect(answer).toEqual({ answered: false, reason: "no answer in 100 ms" })
    guarded.close()
    dns.lookup = lookup
    syncBuiltinESMExports()
  })

  test("who does not listen, hangs up or talks nonsense is told of in words", async () => {
    react = request => void request.socket.destroy()
    expect(await outbound.send({ ...plain, url })).toMatchObject({
      answered: false,
      reason: "socket hang up",
    })
    react = request => void request.socket.end("this is not HTTP\r\n\r\n")
    expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: false })
    const closed = createServer()
    const nobody = `http://127.0.0.1:${await listen(closed)}/`
    await new Promise(resolve => closed.close(resolve))
    expect(await outbound.send({ ...plain, url: nobody })).toMatchObject({
      answered: false,
      reason: expect.stringContaining("ECONNREFUSED"),
    })
  })

  test("headers that cannot be sent are refused in words", async () => {
    const answer = await outbound.send({ ...plain, url, headers: { "x-bad": "line\nbreak" } })
    expect(answer).toMatchObject({ answered: false, reason: expect.stringContaining("x-bad") })
  })

  test("calls share connections", async () => {
    react = (request, response) => void request.resume().on("end", () => response.end("ok"))
    for (let i = 0; i < 10; i++) await outbound.send({ ...plain, url })
    expect(connections).toBe(1)
  })

  test("a kept connection that the far end has closed costs no call and doubles none", async () => {
    let calls = 0
    react = (request, response) => {
      calls++
      request.resume().on("end", () => response.end("ok"))
    }
    for (let i = 0; i < 50; i++) {
      expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: true, body: "ok" })
      for (const connection of open) i % 2 ? connection.resetAndDestroy() : connection.end()
    }
    expect(calls).toBe(50)
  })

  test("a call that may have arrived is not made again", async () => {
    let calls = 0
    react = (request, response) => {
      calls++
      if (calls === 1) request.resume().on("end", () => response.end("ok"))
      else request.resume().on("end", () => request.socket.destroy())
    }
    await outbound.send({ ...plain, url })
    expect(await outbound.send({ ...plain, url })).toMatchObject({ answered: false })
    expect([calls, connections]).toEqual([2, 1])
  })

  test("closing breaks off what is under way, and nothing begins after", async () => {
    const arrived = new Promise<void>(resolve => {
      react = () => resolve()
    })
    const call = outbound.send({ ...plain, url })
    await arrived
    outbound.close()
    const stopped = { answered: false, reason: "the server was stopped" }
    expect(await call).toEqual(stopped)
    expect(await outbound.send({ ...plain, url })).toEqual(stopped)
  })
})
