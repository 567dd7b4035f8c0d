import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { engines, type Parley, startParley } from "../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../support/push-receiver.ts"
import { TestSocket } from "../support/test-socket.ts"

describe.each(engines)("external push, version 1, on %s", engine => {
  let receiver: PushReceiver
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>

  beforeAll(async () => {
    receiver = await startPushReceiver()
    parley = await startParley(engine, { PUSH: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" })
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url, ["alice", "bob", "carol", "bender"])
    await platform(parley.url, "POST", "/rooms/", {
      _id: "with-bob",
      roomType: "group",
      members: ["alice", "bob"],
    })
  })
  afterAll(async () => {
    await parley.close()
    await receiver.close()
  })
  afterEach(() => {
    receiver.calls.length = 0
  })

  const write = (message: string, rest: object = {}) =>
    platform(parley.url, "POST", "/messages", {
      ...{ room: "demo-room", sender: "alice", messageType: "text", message },
      ...rest,
    })
  const badgeOf = async (who: "bob" | "carol") =>
    (await asUser(parley.url, cast[who], "GET", "/me/badge")).badge as number

  test("one call a recipient: the message, the ready sentence, whom and the total unread", async () => {
    const bob = await TestSocket.signedIn(parley.url, cast.bob)
    await write("elsewhere", { room: "with-bob", push: false })
    const { _id } = await write("See you at six")
    const heard = await bob.next("chat message", m => m._id === _id)
    bob.close()
    const calls = await receiver.count(2)
    const byRecipient = Object.fromEntries(calls.map(call => [call.body.toClient, call.body]))
    expect(byRecipient).toEqual({
      bob: { ...heard, alert: "Alice: See you at six", toClient: "bob", badge: await badgeOf("bob") },
      carol: { ...heard, alert: "Alice: See you at six", toClient: "carol", badge: await badgeOf("carol") },
    })
    expect([byRecipient.bob.badge, byRecipient.carol.badge]).toEqual([2, 1])
  })

  test("no signature without a secret", async () => {
    await write("unsigned")
    const [call] = await receiver.count(2)
    expect(call?.headers).not.toHaveProperty("x-imkit-signature")
    expect(call?.headers["content-type"]).toBe("application/json; charset=utf-8")
  })

  test("the total falls with what was read meanwhile", async () => {
    const { _id } = await write("read this")
    await receiver.count(2)
    await asUser(parley.url, cast.carol, "PUT", "/rooms/demo-room/lastRead", { message: _id })
    await write("and this")
    const { body } = await receiver.call(body => body.toClient === "carol" && body.message === "and this")
    expect(body.badge).toBe(1)
    expect(await badgeOf("carol")).toBe(1)
  })

  test("messages sent with push false make no call", async () => {
    await write("quiet", { push: false })
    await write("loud")
    await receiver.count(2)
    expect(receiver.calls.map(call => call.body.message)).toEqual(["loud", "loud"])
  })
})
