import { createHmac } from "node:crypto"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { engines, makePlace, type Parley, startParley } from "../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../support/push-receiver.ts"
import { TestSocket } from "../support/test-socket.ts"

const secret = "a-shared-secret"

describe.each(engines)("external push, version 2, on %s", engine => {
  let receiver: PushReceiver
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>

  beforeAll(async () => {
    receiver = await startPushReceiver()
    parley = await startParley(engine, {
      PUSH_GENERIC: receiver.url,
      // The older version is set too: it must stay silent.
      PUSH: `${receiver.url}&version=1`,
      PUSH_SECRET: secret,
      ALLOW_INSECURE_CALLBACKS: "1",
    })
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url, ["alice", "bob", "carol", "bender"])
  })
  afterAll(async () => {
    await parley.close()
    await receiver.close()
  })
  afterEach(() => {
    receiver.react(response => void response.end())
    receiver.calls.length = 0
  })

  const write = (message: string, rest: object = {}) =>
    platform(parley.url, "POST", "/messages", {
      ...{ room: "demo-room", sender: "alice", messageType: "text", message },
      ...rest,
    })
  const textsOf = (calls: { body: { message: string } }[]) => calls.map(call => call.body.message)
  const called = (message: string) => receiver.call(body => body.message === message)

  test("one call a message: the message as members get it, the room's name and whom to tell", async () => {
    const bob = await TestSocket.signedIn(parley.url, cast.bob)
    const { _id } = await write("See you at six", { mentions: ["bob"], extra: { a: 1 } })
    const heard = await bob.next("chat message", m => m._id === _id)
    bob.close()
    const [call] = await receiver.count(1)
    expect(call?.body).toEqual({ ...heard, roomName: "Demo", pushToClients: ["bob", "carol"] })
    expect(call).toMatchObject({ method: "POST", path: "/push?secret=in-the-address" })
    expect(call?.headers["content-type"]).toBe("application/json; charset=utf-8")
    for (const field of ["badge", "alert", "toClient"]) expect(call?.body).not.toHaveProperty(field)
  })

  test("the call is signed over its time and its very bytes", async () => {
    await write("Signed 簽名 ✍️")
    const [call] = await receiver.count(1)
    const timestamp = call?.headers["x-imkit-timestamp"]
    const signature = createHmac("sha256", secret).update(`${timestamp}.${call?.text}`).digest("hex")
    expect(call?.headers["x-imkit-signature"]).toBe(`sha256=${signature}`)
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(3_600_000)
  })

  test("a direct room has no name", async () => {
    const { _id } = await platform(parley.url, "POST", "/rooms/", {
      roomType: "direct",
      members: ["alice", "bob"],
    })
    await write("just us", { room: _id })
    expect((await called("just us")).body).toMatchObject({ roomName: "", pushToClients: ["bob"] })
  })

  test("messages of every route are told of: platform, user and socket", async () => {
    const alice = await TestSocket.signedIn(parley.url, cast.alice)
    await asUser(parley.url, cast.bob, "POST", "/rooms/demo-room/message", { message: "by REST" })
    await alice.ask("chat message", { room: "demo-room", message: "by socket" })
    alice.close()
    const calls = await receiver.count(2)
    expect(calls.map(call => [call.body.message, call.body.pushToClients])).toEqual([
      ["by REST", ["alice", "carol"]],
      ["by socket", ["bob", "carol"]],
    ])
  })

  test("messages sent with push false, edits and recalls make no call", async () => {
    await write("quiet", { push: false })
    const alice = await TestSocket.signedIn(parley.url, cast.alice)
    const { result } = await alice.ask("chat message", { room: "demo-room", message: "loud" })
    await called("loud")
    await alice.ask("chat message", { room: "demo-room", _id: result._id, message: "edited" })
    await alice.ask("chat message", { room: "demo-room", _id: result._id, messageType: "recall" })
    await alice.ask("chat message", { room: "demo-room", message: "quiet too", push: false })
    alice.say("typing", "demo-room", "typing")
    await write("last")
    await called("last")
    expect(textsOf(receiver.calls)).toEqual(["loud", "last"])
    alice.close()
  })

  test("nobody to tell, nobody called", async () => {
    await platform(parley.url, "POST", "/rooms/", {
      _id: "lonely",
      roomType: "group",
      members: ["alice", "bender"],
    })
    await write("to myself", { room: "lonely" })
    await platform(parley.url, "POST", "/rooms/", {
      _id: "pair",
      roomType: "group",
      members: ["bob", "bender"],
    })
    await write("by the bot", { room: "pair", sender: "bender" })
    expect((await called("by the bot")).body.pushToClients).toEqual(["bob"])
    await expect.poll(() => depthOf(parley)).toBe(0)
    expect(textsOf(receiver.calls)).toEqual(["by the bot"])
  })

  test("who is added by a message is told of it", async () => {
    const made = { roomType: "group", name: "Welcome", members: ["bob", "carol"], systemMessage: true }
    await platform(parley.url, "POST", "/rooms/", made)
    const { body } = await receiver.call(body => body.messageType === "addMembers")
    expect(body).toMatchObject({ roomName: "Welcome", pushToClients: ["bob", "carol"] })
    expect(body.extra.invitees.map((client: { _id: string }) => client._id)).toEqual(["bob", "carol"])
  })

  test.each([
    ["answers 500", response => void response.writeHead(500).end()],
    ["answers 404", response => void response.writeHead(404).end()],
    ["hangs up", response => void response.destroy()],
    ["answers half and hangs up", response => void response.write("{", () => response.destroy())],
    [
      "points elsewhere",
      (response, call) => void response.writeHead(307, { location: `${call.path}&again` }).end(),
    ],
  ] satisfies [string, Parameters<PushReceiver["react"]>[0]][])(
    "a receiver that %s is told of each message once",
    async (_, reaction) => {
      receiver.react(reaction)
      await write("1")
      await write("2")
      await called("2")
      receiver.react(response => void response.end())
      await write("3")
      await called("3")
      await expect.poll(() => depthOf(parley)).toBe(0)
      expect(receiver.calls.map(call => [call.body.message, call.path])).toEqual(
        ["1", "2", "3"].map(text => [text, "/push?secret=in-the-address"]),
      )
    },
  )

  test("a receiver that hangs holds up its room's calls only, and no message", async () => {
    await platform(parley.url, "POST", "/rooms/", {
      _id: "elsewhere",
      roomType: "group",
      members: ["alice", "bob"],
    })
    receiver.react((response, call) => {
      if (call.body.message !== "hang") response.end()
    })
    const bob = await TestSocket.signedIn(parley.url, cast.bob)
    await write("hang")
    await called("hang")
    const next = await write("waits its turn")
    await bob.next("chat message", m => m._id === next._id)
    await write("not held up", { room: "elsewhere" })
    await called("not held up")
    expect(textsOf(receiver.calls)).toEqual(["hang", "not held up"])
    // The hanging call is given up after ten seconds and not tried again.
    await called("waits its turn")
    expect(textsOf(receiver.calls)).toEqual(["hang", "not held up", "waits its turn"])
    bob.close()
  })

  test("many messages at once are told of in each room's own order", async () => {
    const rooms = ["many-1", "many-2", "many-3"]
    for (const _id of rooms) {
      await platform(parley.url, "POST", "/rooms/", { _id, roomType: "group", members: ["alice", "bob"] })
    }
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => write(`many ${n}`, { room: rooms[n % rooms.length] })),
    )
    const calls = await receiver.count(60)
    for (const room of rooms) {
      const ids = calls.filter(call => call.body.room === room).map(call => call.body._id)
      expect(ids).toHaveLength(20)
      expect([...ids].sort()).toEqual(ids)
    }
    expect(new Set(calls.map(call => call.body._id)).size).toBe(60)
  })
})

async function depthOf({ ctx }: Parley): Promise<number> {
  return (await ctx.db.get<{ n: number }>("SELECT COUNT(*) AS n FROM outbox"))?.n ?? -1
}

describe.each(engines)("the outbox over restarts on %s", engine => {
  test("what a process without a worker left is sent once by one that has it", async () => {
    const place = await makePlace(engine)
    const receiver = await startPushReceiver()
    const settings = { ...place.settings, PUSH_GENERIC: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" }
    const texts = ["1", "2", "3"]

    const idle = await startParley(engine, { ...settings, JOB_WORKER_ON: "0" })
    await makeCast(idle.url)
    await makeDemoRoom(idle.url)
    const write = (url: string, message: string) =>
      platform(url, "POST", "/messages", {
        ...{ room: "demo-room", sender: "alice", messageType: "text", message },
      })
    for (const text of texts) await write(idle.url, text)
    expect(await depthOf(idle)).toBe(3)
    await idle.close()
    expect(receiver.calls).toEqual([])

    for (const text of ["4", "5"]) {
      const working = await startParley(engine, settings)
      await write(working.url, text)
      texts.push(text)
      await receiver.call(body => body.message === text)
      await working.close()
    }
    expect(receiver.calls.map(call => call.body.message)).toEqual(texts)
    await receiver.close()
    place.remove()
  })

  test("a server that stops finishes the call under way and leaves the rest to the next", async () => {
    const place = await makePlace(engine)
    const receiver = await startPushReceiver()
    const settings = { ...place.settings, PUSH_GENERIC: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" }
    let answer = () => {}
    receiver.react(response => {
      answer = () => void response.end()
    })
    const first = await startParley(engine, settings)
    await makeCast(first.url)
    await makeDemoRoom(first.url)
    for (const message of ["1", "2"]) {
      await platform(first.url, "POST", "/messages", {
        ...{ room: "demo-room", sender: "alice", messageType: "text", message },
      })
    }
    await receiver.count(1)
    const closed = first.close()
    receiver.react(response => void response.end())
    answer()
    await closed
    expect(receiver.calls.map(call => call.body.message)).toEqual(["1"])
    const second = await startParley(engine, settings)
    await receiver.count(2)
    await second.close()
    expect(receiver.calls.map(call => call.body.message)).toEqual(["1", "2"])
    await receiver.close()
    place.remove()
  })

  test("what a shutdown leaves is sent by the next start, in order, each once", async () => {
    const receiver = await startPushReceiver()
    const place = await makePlace(engine)
    const settings = { ...place.settings, PUSH_GENERIC: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" }
    const first = await startParley(engine, settings)
    await makeCast(first.url)
    await makeDemoRoom(first.url)
    const answers: (() => void)[] = []
    receiver.react(response => void answers.push(() => response.end()))
    const texts = ["one", "two", "three", "four"]
    for (const message of texts) {
      await platform(first.url, "POST", "/messages", {
        room: "demo-room",
        sender: "alice",
        messageType: "text",
        message,
      })
    }
    await receiver.count(1)
    const closed = first.close()
    receiver.react(response => void response.end())
    answers[0]?.()
    await closed
    const second = await startParley(engine, settings)
    await receiver.call(body => body.message === "four")
    await second.close()
    await receiver.close()
    place.remove()
    expect(receiver.calls.map(({ body }) => body.message)).toEqual(texts)
  })
})
