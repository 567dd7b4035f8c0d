import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("typing over REST on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"], { owner: "alice" })
  })
  afterAll(() => stage.close())

  const path = () => `/rooms/${room}/typing`

  test("the others hear who types and what, the typist does not, and nothing is stored", async () => {
    const alice = await TestSocket.signedIn(stage.parley.url, stage.cast.alice)
    const bob = await TestSocket.signedIn(stage.parley.url, stage.cast.bob)
    const said = { room, message: "Wat", sender: "bob" }
    expect(await stage.as("bob", "POST", path(), { message: "Wat" })).toEqual(said)
    expect(await alice.next("typing")).toMatchObject({
      ...said,
      senderInfo: { _id: "bob", id: "bob", clientType: "user", nickname: "Bob", isRobot: false },
    })
    expect(await stage.as("bob", "POST", path())).toEqual({ room, message: "", sender: "bob" })
    await alice.next("typing", signal => signal.message === "")
    await bob.settle()
    expect(bob.all("typing")).toEqual([])
    expect(await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).toMatchObject({ totalCount: 0 })
    for (const socket of [alice, bob]) socket.close()
  })

  test("outsiders, the banned, and the API key alone do not type", async () => {
    expect(await stage.refused("carol", "POST", path(), {})).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("bob", "POST", "/rooms/nowhere/typing", {})).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refused("bob", "POST", path(), { message: 7 })).toBe("400 INVALID_PARAMETER")
    expect(await stage.refusedBackend("POST", path(), {})).toBe("400 MISSING_PARAMETER")
    await stage.as("alice", "POST", `/blockStatus/room/${room}/bob`)
    expect(await stage.refused("bob", "POST", path(), {})).toBe("403 CLIENT_BLOCKED")
  })
})
