import { describe, expect, test } from "vitest"
import { makeCast, makeDemoRoom } from "../../support/backend.ts"
import { engines, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

describe.each(engines)("a server that stops on %s", engine => {
  test("closes the transports only, so that clients come back by their own delays", async () => {
    const parley = await startParley(engine)
    const cast = await makeCast(parley.url)
    const ways = ([4, 2] as const).flatMap(version =>
      (["websocket", "polling"] as const).map(transport => ({ version, transport })),
    )
    const sockets = await Promise.all(ways.map(way => TestSocket.signedIn(parley.url, cast.alice, way)))
    await parley.close()
    for (const socket of sockets) {
      expect(await socket.next("disconnect")).not.toBe("io server disconnect")
    }
  })

  test("finishes what it was already given", async () => {
    const parley = await startParley(engine)
    const cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    const alice = await TestSocket.signedIn(parley.url, cast.alice)
    const acked: string[] = []
    for (let n = 0; n < 20; n++) {
      alice.socket.emit(
        "chat message",
        { room: "demo-room", message: `${n}` },
        (ack: { RC: number; result: { message: string } }) => {
          expect(ack.RC).toBe(0)
          acked.push(ack.result.message)
        },
      )
    }
    await alice.ask("typing", "demo-room")
    await parley.close()
    expect(acked).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
  })
})
