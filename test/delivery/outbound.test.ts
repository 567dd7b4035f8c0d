import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makeOutbound } from "../../src/delivery/outbound.ts"
import { isPublic } from "../../src/lib/address.ts"

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, "")

describe("addresses that are called", () => {
  test.each([
    "8.8.8.8",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
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
    ...["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1"],
    ...["100::1", "fec0::1", "", "localhost", "not an address"],
  ])("%s is not public", address => {
    expect(isPublic(address)).toBe(false)
  })

  test.each([
    ...["http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/"],
    ...["http://0x7f.1/", "http://017700000001/", "http://①②⑦.0.0.1/", "http://[::ffff:127.0.0.1]/"],
    ...["http://3232235521/", "http://0xa9fea9fe/"],
  ])("the spelling %s is judged by what it means", url => {
    expect(isPublic(hostOf(url))).toBe(false)
  })
})

describe("the guard of outgoing calls", () => {
  let called = 0
  const server = createServer((_request, response) => {
    called++
    response.end()
  })
  const outbound = makeOutbound(false)

  beforeAll(() => new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve)))
  afterAll(() => {
    outbound.close()
    server.close()
  })

  const post = (url: string) => outbound.post({ url, body: "{}", headers: {}, timeoutMs: 5_000 })
  const port = () => (server.address() as AddressInfo).port

  test.each(["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"])(
    "https to %s never leaves",
    async host => {
      expect(await post(`https://${host}:${port()}/`)).toMatchObject({
        sent: false,
        reason: expect.stringContaining("public"),
      })
      expect(called).toBe(0)
    },
  )

  test("http never leaves", async () => {
    expect(await post(`http://8.8.8.8:${port()}/`)).toMatchObject({ sent: false })
    expect(await post(`http://127.0.0.1:${port()}/`)).toMatchObject({ sent: false })
    expect(called).toBe(0)
  })

  test("with insecure callbacks allowed the same call arrives", async () => {
    const open = makeOutbound(true)
    const url = `http://127.0.0.1:${port()}/`
    expect(await open.post({ url, body: "{}", headers: {}, timeoutMs: 5_000 })).toEqual({
      sent: true,
      status: 200,
    })
    expect(called).toBe(1)
    open.close()
  })

  test("an answer that never comes is given up in time", async () => {
    const silent = createServer(() => {})
    await new Promise<void>(resolve => silent.listen(0, "127.0.0.1", resolve))
    const open = makeOutbound(true)
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    expect(await open.post({ url, body: "{}", headers: {}, timeoutMs: 200 })).toEqual({
      sent: false,
      reason: "no answer in 200 ms",
    })
    open.close()
    silent.closeAllConnections()
    silent.close()
  })

  test("an answer without end is cut off and still counts by its status", async () => {
    const endless = createServer((_request, response) => {
      const pour = () => {
        while (response.write("x".repeat(65_536)));
        response.once("drain", pour)
      }
      pour()
    })
    await new Promise<void>(resolve => endless.listen(0, "127.0.0.1", resolve))
    const open = makeOutbound(true)
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`
    expect(await open.post({ url, body: "{}", headers: {}, timeoutMs: 10_000 })).toEqual({
      sent: true,
      status: 200,
    })
    open.close()
    endless.closeAllConnections()
    endless.close()
  })
})
