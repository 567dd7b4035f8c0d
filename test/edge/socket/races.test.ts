import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

describe.each(engines)("while somebody signs in on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let bob: TestSocket

  beforeEach(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    bob = await TestSocket.open(parley.url)
  })
  afterEach(async () => {
    bob.close()
    await parley.close()
  })

  /** Makes a slow database of this one: the next reading of a user's rooms stands still until it is let go. */
  function holdNextList(): { reached: Promise<void>; letGo: () => void } {
    const { all } = parley.ctx.db
    let letGo = () => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    let reach = () => {}
    const reached = new Promise<void>(resolve => {
      reach = resolve
    })
    parley.ctx.db.all = async (sql, values) => {
      if (!/FROM members WHERE client_id/.test(sql)) return (await all(sql, values)) as never
      parley.ctx.db.all = all
      const rows = await all(sql, values)
      reach()
      await gate
      return rows as never
    }
    return { reached, letGo }
  }

  test("a room that is made meanwhile is heard", async () => {
    const { reached, letGo } = holdNextList()
    const signedIn = bob.signIn(cast.bob)
    await reached
    await platform(parley.url, "POST", "/rooms/", { _id: "meanwhile", roomType: "group", members: ["bob"] })
    letGo()
    expect(await signedIn).toMatchObject({ RC: 0 })
    const send = (room: string) =>
      platform(parley.url, "POST", "/messages", { room, sender: "alice", messageType: "text", message: "x" })
    await send("meanwhile")
    const last = await send("demo-room")
    await bob.next("chat message", m => m._id === last._id)
    expect(bob.all("chat message").map(m => m.room)).toEqual(["meanwhile", "demo-room"])
  })

  test("a room that one is removed from meanwhile is not heard", async () => {
    const { reached, letGo } = holdNextList()
    const signedIn = bob.signIn(cast.bob)
    await reached
    await platform(parley.url, "POST", "/rooms/", { _id: "kept", roomType: "group", members: ["bob"] })
    await platform(parley.url, "DELETE", "/rooms/demo-room/members/bob", undefined, "alice")
    letGo()
    expect(await signedIn).toMatchObject({ RC: 0 })
    const send = (room: string) =>
      platform(parley.url, "POST", "/messages", { room, sender: "alice", messageType: "text", message: "x" })
    await send("demo-room")
    const last = await send("kept")
    await bob.next("chat message", m => m._id === last._id)
    expect(bob.all("chat message").filter(m => m.room === "demo-room" && m.messageType === "text")).toEqual(
      [],
    )
  })

  test("a token that is revoked meanwhile signs nobody in", async () => {
    const { reached, letGo } = holdNextList()
    const answer = bob.signIn(cast.bob)
    await reached
    await platform(parley.url, "DELETE", "/admin/clients/bob/token", { token: cast.bob })
    letGo()
    await answer
    expect(await bob.ask("typing", "demo-room")).toMatchObject({ RC: 401 })
  })
})
