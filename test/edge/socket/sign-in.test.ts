import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { type Dial, decode, TestSocket } from "../../support/test-socket.ts"

describe.each(engines)("signing a socket in on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let opened: TestSocket[] = []

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())
  afterEach(() => {
    for (const socket of opened) socket.close()
    opened = []
  })

  async function open(how?: Dial): Promise<TestSocket> {
    const socket = await TestSocket.open(parley.url, how)
    opened.push(socket)
    return socket
  }

  const write = (sender: string, message: string, room = "demo-room") =>
    platform(parley.url, "POST", "/messages", { room, sender, messageType: "text", message })

  const because = (reason: string) => ({
    RC: 401,
    RM: "Unauthorized",
    error: { code: "INVALID_TOKEN", reason },
  })
  const unauthorized = because("unknown")

  test("the ack holds the user's own record and its id as client", async () => {
    const socket = await open({ headers: { "user-agent": "an app" } })
    const { RC, RM, result } = await socket.signIn(cast.alice, { deviceId: "d-1", platform: "web" })
    expect([RC, RM]).toEqual([0, "OK"])
    expect(result).toMatchObject({ client: "alice", _id: "alice", id: "alice", clientType: "user" })
    const me = await asUser(parley.url, cast.alice, "GET", "/me")
    expect(Object.keys(result)).toEqual(expect.arrayContaining(Object.keys(me)))
    expect(result).toMatchObject({ address: { address: "127.0.0.1" }, userAgent: "an app" })
  })

  test.each([
    ["an object", [{ deviceId: "d-1", platform: "web" }]],
    ["an object of headers", [{ CLIENT_KEY: "x", "IM-Authorization": "another", "IM-Device-ID": "d-1" }]],
    ["a device id as text", ["d-1"]],
    ["null", [null]],
    ["nothing", []],
  ])("auth2 takes %s beside the token", async (_, extra) => {
    const socket = await open()
    expect(await socket.signIn(cast.alice, ...extra)).toMatchObject({ RC: 0, result: { client: "alice" } })
  })

  test.each([4, 2] as const)("client %i may sign in without a callback", async version => {
    const socket = await open({ version })
    socket.say("auth2", cast.bob, { deviceId: "d-1" })
    await socket.settle()
    const sent = await write("alice", "No callback")
    expect(await socket.next("chat message")).toMatchObject({ _id: sent._id })
  })

  test("a token may come with Bearer before it", async () => {
    expect(await (await open()).signIn(`Bearer ${cast.bob}`)).toMatchObject({ result: { client: "bob" } })
  })

  test.each([[["d-1"]], [[]]])("the older auth does the same, with %j beside the token", async extra => {
    const socket = await open()
    expect(await socket.ask("auth", cast.bob, ...extra)).toMatchObject({ RC: 0, result: { client: "bob" } })
    const sent = await write("alice", "Older form")
    expect(await socket.next("chat message")).toMatchObject({ _id: sent._id })
  })

  test.each(["auth", "auth2"])("the ack of %s is encoded on a base64 socket, good or bad", async event => {
    const socket = await open()
    await socket.encode("base64")
    expect(decode(await socket.ask(event, "nonsense"))).toMatchObject(unauthorized)
    const good = await socket.ask(event, cast.alice)
    expect(atob(good)).toMatch(/^[\x20-\x7e]+$/)
    expect(decode(good)).toMatchObject({ RC: 0, result: { client: "alice" } })
  })

  test.each(["nonsense", "", null, 7, { token: "x" }, ["x"], "a\u0000b"])(
    "the token %j is refused by ack, then by an error event, and the socket stays",
    async token => {
      const socket = await open()
      const order: string[] = []
      const told = socket.next("error").then(error => {
        order.push("error")
        return error
      })
      socket.socket.emit("auth2", token, (answer: unknown) => {
        order.push("ack")
        expect(answer).toMatchObject(unauthorized)
      })
      expect(await told).toMatchObject(unauthorized)
      expect(order).toEqual(["ack", "error"])
      expect(await socket.signIn(cast.alice)).toMatchObject({ RC: 0 })
      expect(socket.heard.map(one => one.event)).not.toContain("disconnect")
    },
  )

  test("who gave no callback is told of a refusal by the error event, unencoded on every socket", async () => {
    const socket = await open()
    await socket.encode("base64")
    socket.say("auth2", "nonsense", { platform: "web" })
    expect(await socket.next("error")).toMatchObject(unauthorized)
  })

  test("auth2 without any argument is refused", async () => {
    expect(await (await open()).ask("auth2")).toMatchObject(unauthorized)
  })

  test("nothing is delivered before signing in, nor after a refusal", async () => {
    const [stranger, refused, bob] = [await open(), await open(), await open()]
    await bob.signIn(cast.bob)
    await refused.signIn("nonsense")
    const sent = await write("alice", "For members only")
    await bob.next("chat message", m => m._id === sent._id)
    await stranger.settle()
    await refused.settle()
    expect([...stranger.order(), ...refused.order()]).toEqual([])
  })

  test("events before signing in are answered 401", async () => {
    const socket = await open()
    expect(await socket.ask("chat message", { room: "demo-room", message: "x" })).toMatchObject(
      because("notSignedIn"),
    )
    expect(await socket.ask("typing", "demo-room")).toMatchObject(because("notSignedIn"))
  })

  test("the eleventh try to guess a token is not looked at", async () => {
    const socket = await open()
    for (let n = 0; n < 10; n++) expect(await socket.signIn(`guess ${n}`)).toMatchObject({ RC: 401 })
    expect(await socket.signIn(cast.alice)).toMatchObject({ RC: 429, RM: "Too Many Requests" })
    expect(await socket.ask("typing", "demo-room")).toMatchObject(unauthorized)
  })

  test("signing in again as the same user changes nothing, and nothing comes twice", async () => {
    const socket = await open()
    await socket.signIn(cast.bob)
    expect(await socket.signIn(cast.bob, { deviceId: "d-2" })).toMatchObject({ result: { client: "bob" } })
    const sent = await write("alice", "Once")
    await socket.next("chat message")
    await socket.settle()
    expect(socket.all("chat message").map(m => m._id)).toEqual([sent._id])
  })

  test("signing in as another user ends the first one's events", async () => {
    await platform(parley.url, "POST", "/rooms/", {
      _id: "without-carol",
      roomType: "group",
      members: ["alice", "bob"],
    })
    await platform(parley.url, "POST", "/rooms/", {
      _id: "with-carol",
      roomType: "group",
      members: ["alice", "carol"],
    })
    const socket = await open()
    await socket.signIn(cast.bob)
    expect(await socket.signIn(cast.carol)).toMatchObject({ result: { client: "carol" } })
    await write("alice", "Not for carol", "without-carol")
    const sent = await write("alice", "For carol", "with-carol")
    await socket.next("chat message", m => m._id === sent._id)
    expect(socket.all("chat message").map(m => m.message)).toEqual(["For carol"])
    expect(await socket.ask("chat message", { room: "without-carol", message: "x" })).toMatchObject({
      RC: 403,
    })
    const { result } = await socket.ask("chat message", { room: "with-carol", message: "I am carol" })
    expect(result.sender._id).toBe("carol")
  })

  test("a refused second sign-in takes the rights of the first", async () => {
    const socket = await open()
    await socket.signIn(cast.bob)
    expect(await socket.signIn("nonsense")).toMatchObject(unauthorized)
    expect(await socket.ask("typing", "demo-room")).toMatchObject(unauthorized)
  })

  test("signing in leaves its mark on the user", async () => {
    const before = await asUser(parley.url, cast.carol, "GET", "/me")
    const { result } = await (await open()).signIn(cast.carol)
    expect(result.lastLoginTimeMS).toBeGreaterThanOrEqual(before.lastLoginTimeMS)
    expect(result.lastLoginTimeMS).toBeGreaterThan(0)
  })

  test("a connection begins anew after it was closed: nothing of the old one is kept", async () => {
    const first = await open()
    await first.signIn(cast.bob)
    first.close()
    const second = await open()
    expect(await second.ask("typing", "demo-room")).toMatchObject(because("notSignedIn"))
  })
})
