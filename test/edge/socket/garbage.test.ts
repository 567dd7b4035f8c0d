import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { makeCast, makeDemoRoom } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { frame, RawSocket } from "../../support/raw-socket.ts"
import { TestSocket } from "../../support/test-socket.ts"

const bytes = (...values: number[]) => Buffer.from(values)
const many = (count: number, piece: Buffer) => Buffer.concat(Array(count).fill(piece))

/** What breaks the WebSocket protocol, or one of the two above it, beyond what a client library could be made to send. */
const broken: [string, Buffer][] = [
  ["bytes that are no frame", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ["a frame without a mask", bytes(0x81, 0x02, 0x34, 0x30)],
  ["an unknown kind of frame", frame("42", 0x83)],
  ["a compressed frame that nobody agreed on", frame("42", 0xc1)],
  ["the middle of a message that never began", frame("42", 0x80)],
  ["a ping that is too long", frame("x".repeat(126), 0x89)],
  ["a ping in pieces", frame("x", 0x09)],
  ["text that is not UTF-8", frame(bytes(0x34, 0x32, 0xff, 0xfe))],
  ["a frame of impossible size", bytes(0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4)],
  ["a frame larger than allowed", frame("x".repeat(1_100_000))],
  ["a message of very many empty pieces", Buffer.concat([frame("", 0x01), many(20_000, frame("", 0x00))])],
  [
    "a message of pieces that is too large",
    Buffer.concat([frame("4", 0x01), many(20, frame("x".repeat(60_000), 0x00))]),
  ],
  ["a close without a reason that there is", frame(bytes(0, 1), 0x88)],
  ["a packet with an illegal number of attachments", frame('45999999999-["chat message"]')],
  ["an attachment before its message", frame(bytes(1, 2, 3), 0x82)],
  [
    "an attachment that claims a place it must not have",
    Buffer.concat([
      frame('451-["chat message",{"_placeholder":true,"num":"__proto__"}]'),
      frame(bytes(1), 0x82),
    ]),
  ],
  ["a second connection on the same socket", frame("40")],
  ["a refusal, which only servers send", frame('44{"message":"no"}')],
]

/** Events nobody handles; none of them is a reason to close. */
const unknown = [
  ..."__proto__ constructor prototype toString hasOwnProperty valueOf then error message data open".split(
    " ",
  ),
  ...["", " ", "\u0000", "chat message ", "Chat Message", "\ud83d\ude00", "x".repeat(500_000)],
]

describe.each(engines)("garbage on %s", engine => {
  let parley: Parley
  let alice: TestSocket
  let bob: TestSocket
  let token: string
  const complaints: unknown[] = []

  beforeAll(async () => {
    parley = await startParley(engine)
    for (const level of ["warn", "error", "fatal"] as const) {
      vi.spyOn(parley.ctx.log, level).mockImplementation((...said: unknown[]) => void complaints.push(said))
    }
    const cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    token = cast.carol
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob)
  })
  afterAll(async () => {
    alice.close()
    bob.close()
    await parley.close()
    vi.restoreAllMocks()
  })

  async function expectNobodyHarmed(): Promise<void> {
    const { result } = await alice.ask("chat message", { room: "demo-room", message: "still here" })
    expect((await bob.next("chat message", m => m._id === result._id)).message).toBe("still here")
    expect([...alice.all("disconnect"), ...bob.all("disconnect")]).toEqual([])
    expect(complaints).toEqual([])
  }

  test.each(broken)("%s closes that socket only", async (_, garbage) => {
    const raw = await RawSocket.open(parley.url)
    raw.tcp.write(garbage)
    await raw.ended()
    await expectNobodyHarmed()
  })

  test("events that nobody knows are refused, signed in or not, and the socket stays", async () => {
    const stranger = await TestSocket.open(parley.url)
    const carol = await TestSocket.signedIn(parley.url, token)
    for (const event of unknown) {
      expect(await stranger.ask(event, {})).toMatchObject({ RC: 401, error: { code: "INVALID_TOKEN" } })
      const refusal = await carol.ask(event, JSON.parse('{"__proto__":{"admin":true}}'))
      expect(refusal).toMatchObject({ RC: 400, RM: "Unknown event", error: { code: "UNKNOWN_EVENT" } })
      expect(refusal.error.message.length).toBeLessThan(200)
    }
    expect("admin" in {}).toBe(false)
    await expectNobodyHarmed()
    for (const socket of [stranger, carol]) socket.close()
  })

  test("thousands of unknown events, unasked answers and foreign namespaces leave the socket as it was", async () => {
    const raw = await RawSocket.open(parley.url)
    for (let i = 0; i < 3000; i++) {
      raw.say(`42["unknown-${i}",{}]`)
      raw.say(`43${i}[{"RC":0}]`)
      raw.say(`40/nowhere-${i},`)
    }
    raw.say(`420${JSON.stringify(["auth2", token])}`)
    await raw.hears('430[{"RC":0')
    await raw.hears('44/nowhere-2999,{"message":"Invalid namespace"}')
    raw.close()
    await expectNobodyHarmed()
  })

  test("a handshake that is none gets an answer, not a place", async () => {
    const path = "/socket.io/?EIO=4&transport=websocket"
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket"
    for (const head of [
      `GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Version: 13`,
      `GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Version: 99\r\n${key}`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Version: 13\r\n${key}`,
      `GET ${path}&sid=__proto__ HTTP/1.1\r\nHost: x\r\n${upgrade}\r\nSec-WebSocket-Version: 13\r\n${key}`,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close`,
    ]) {
      expect(await RawSocket.answerTo(parley.url, `${head}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    await expectNobodyHarmed()
  })
})
