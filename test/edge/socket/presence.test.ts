import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, call, makeCast, platform } from "../../support/backend.ts"
import { type FlakyProxy, startProxy } from "../../support/flaky-proxy.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { type Dial, encode, TestSocket } from "../../support/test-socket.ts"

/** A healthy socket is never silent for so long by the default settings: 25 s and half of 20 s. */
const silence = 35_000

const wires: Dial[] = [{ version: 4 }, { version: 2 }, { version: 4, transport: "polling" }]

describe.each(engines)("presence of sockets and devices on %s", engine => {
  let parley: Parley
  let proxy: FlakyProxy
  let cast: Awaited<ReturnType<typeof makeCast>>
  let room: string
  let ahead = 0
  let opened: TestSocket[] = []

  beforeAll(async () => {
    parley = await startParley(engine, { METRICS_PUBLIC: "1" }, () => Date.now() + ahead)
    proxy = await startProxy(parley.url)
    cast = await makeCast(parley.url)
  })
  afterAll(async () => {
    await proxy.close()
    await parley.close()
  })
  beforeEach(async () => {
    room = (await platform(parley.url, "POST", "/rooms", { members: ["alice", "bob", "carol"] }))._id
  })
  afterEach(async () => {
    proxy.cut()
    for (const socket of opened) socket.close()
    opened = []
    await expect.poll(connections).toBe(0)
  })

  async function open(url = parley.url, how: Dial = {}): Promise<TestSocket> {
    const socket = await TestSocket.open(url, how)
    opened.push(socket)
    return socket
  }
  async function signedIn(token: string, ...extra: unknown[]): Promise<TestSocket> {
    const socket = await open()
    await socket.signIn(token, ...extra)
    return socket
  }

  const connections = async () => (await platform(parley.url, "GET", "/admin/connection-count")).count
  const metric = async (name: string) => {
    const { body } = await call(parley.url, "GET", "/metrics")
    return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(body)?.[1])
  }
  const devices = () => metric("parley_devices_online")
  const departures = () => metric("parley_device_departures_total")

  /** Ids of the members whom a room shows as connected. */
  const connectedIn = (shown: { members: { _id: string; isSocketConnected: boolean }[] }) =>
    shown.members.filter(member => member.isSocketConnected).map(member => member._id)
  const connected = async () => connectedIn(await asUser(parley.url, cast.alice, "GET", `/rooms/${room}`))

  test.each(wires)("a member is connected from signing in until the last socket ends: %j", async how => {
    const [first, second] = [await open(parley.url, how), await open(parley.url, how)]
    expect(await connected()).toEqual([])
    for (const socket of [first, second]) await socket.signIn(cast.bob)
    expect(await connected()).toEqual(["bob"])
    first.close()
    await expect.poll(connections).toBe(1)
    expect(await connected()).toEqual(["bob"])
    second.close()
    await expect.poll(connected).toEqual([])
  })

  test("every list of members says so, but not the room of an invitation", async () => {
    const [alice] = [await signedIn(cast.alice), await signedIn(cast.bob)]
    await asUser(parley.url, cast.alice, "PUT", `/rooms/${room}`, { name: "Renamed" })
    expect(connectedIn(await alice.next("room", told => told.name === "Renamed"))).toEqual(["alice", "bob"])
    const { data } = await asUser(parley.url, cast.alice, "GET", "/rooms")
    expect(connectedIn(data.find((one: { _id: string }) => one._id === room))).toEqual(["alice", "bob"])
    const invitees = { invitees: ["bender"], invitationRequired: true }
    await platform(parley.url, "POST", `/rooms/${room}/members`, invitees, "alice")
    const invitations = await asUser(parley.url, cast.bender, "GET", "/rooms/invitations")
    const invited = invitations.data.find((one: { room: { _id: string } }) => one.room._id === room)
    expect(JSON.stringify(invited)).not.toContain("isSocketConnected")
  })

  test("of a group each person says so", async () => {
    await platform(parley.url, "POST", "/admin/groups", {
      _id: "crew",
      nickname: "Crew",
      members: ["bob", "carol"],
    })
    const { _id } = await platform(parley.url, "POST", "/rooms", { members: ["alice", "crew"] })
    await signedIn(cast.bob)
    const { members } = await asUser(parley.url, cast.alice, "GET", `/rooms/${_id}`)
    expect(members.map((member: object) => "isSocketConnected" in member)).toEqual([true, false])
    expect(connectedIn(members[1])).toEqual(["bob"])
  })

  test.each<[string, ...unknown[]]>([
    ["an object", { deviceId: "d-1", platform: "ios" }],
    ["the header's name", { "IM-Device-ID": "d-1", CLIENT_KEY: "x" }],
    ["the header's name in small letters", { "im-device-id": "d-1" }],
    ["the short header's name", { "device-id": "d-1" }],
    ["a name that goes before another", { "device-id": "d-2", deviceId: "d-1" }],
    ["a name beside an empty one", { deviceId: "", "IM-Device-ID": "d-1" }],
    ["the bare id", "d-1"],
    ["JSON text", JSON.stringify({ deviceId: "d-1" })],
    ["base64 of JSON text", encode({ deviceId: "d-1" })],
  ])("a device is named by %s", async (_, extra) => {
    await signedIn(cast.bob, { deviceId: "d-1" })
    const other = await signedIn(cast.bob, { deviceId: "d-3" })
    expect(await devices()).toBe(2)
    await other.signIn(cast.bob, extra)
    expect(await devices()).toBe(1)
    expect(await other.ask("auth", cast.bob, extra)).toMatchObject({ RC: 0 })
    expect(await devices()).toBe(1)
  })

  test.each<[string, ...unknown[]]>([
    ["nothing"],
    ["null", null],
    ["an empty text", ""],
    ["an empty object", {}],
    ["a number", { deviceId: 7 }],
    ["a list", ["d-1"]],
    ["an object inside", { deviceId: { deviceId: "d-1" } }],
    ["a text that is too long", "d".repeat(257)],
    ["a text that no database holds", { deviceId: "d\u00001" }],
  ])("no device is named by %s, and signing in works", async (_, ...extra) => {
    const socket = await signedIn(cast.bob, "d-1")
    expect(await devices()).toBe(1)
    expect(await socket.signIn(cast.bob, ...extra)).toMatchObject({ RC: 0, result: { client: "bob" } })
    expect(await devices()).toBe(0)
    expect(await connected()).toEqual(["bob"])
  })

  test("the same id of two users is two devices, and each socket without one is none", async () => {
    await signedIn(cast.bob, "d-1")
    await signedIn(cast.carol, "d-1")
    await signedIn(cast.carol)
    expect(await devices()).toBe(2)
    expect(await connected()).toEqual(["bob", "carol"])
  })

  test("who signs in as another user is no longer here as the first", async () => {
    const socket = await signedIn(cast.bob, "d-1")
    const before = await departures()
    await socket.signIn(cast.carol, "d-1")
    expect([await connected(), await devices()]).toEqual([["carol"], 1])
    expect(await departures()).toBe(before + 1)
  })

  test("who is refused or cut off is not here any more", async () => {
    const socket = await signedIn(cast.bob, "d-1")
    await socket.signIn("nonsense")
    expect([await connected(), await devices()]).toEqual([[], 0])
    await socket.signIn(cast.bob, "d-1")
    const { token } = await platform(parley.url, "POST", "/admin/clients", {
      _id: "carol",
      issueAccessToken: true,
    })
    const carol = await signedIn(token, "d-1")
    expect([await connected(), await devices()]).toEqual([["bob", "carol"], 2])
    await platform(parley.url, "DELETE", "/admin/clients/carol/token", { token })
    await carol.next("error")
    expect([await connected(), await devices()]).toEqual([["bob"], 1])
  })

  test("who goes while signing in leaves nothing behind", async () => {
    const gone = await Promise.all(Array.from({ length: 20 }, () => open()))
    for (const socket of gone) {
      socket.say("auth2", cast.carol, "d-1")
      socket.close()
    }
    // Signing in reads the same as those did, after them.
    const late = await signedIn(cast.carol)
    expect(await devices()).toBe(0)
    late.close()
    await expect.poll(connections).toBe(0)
    expect(await connected()).toEqual([])
  })

  test.each(wires)("a socket that missed its heartbeat is away, though it is still open: %j", async how => {
    const healthy = await signedIn(cast.carol, "d-2")
    const suspended = await open(proxy.url, how)
    await suspended.signIn(cast.bob, "d-1")
    expect([await connected(), await devices()]).toEqual([["bob", "carol"], 2])
    proxy.half()
    ahead += silence + 1
    await healthy.settle()
    expect([await connected(), await devices()]).toEqual([["carol"], 1])
    expect(await connections()).toBe(2)
    proxy.heal()
    await suspended.settle()
    expect([await connected(), await devices()]).toEqual([["bob", "carol"], 2])
  })
})

describe.each(engines)("heartbeats of sockets on %s", engine => {
  let parley: Parley
  let proxy: FlakyProxy
  let cast: Awaited<ReturnType<typeof makeCast>>
  let room: string
  let ahead = 0

  beforeAll(async () => {
    const settings = { METRICS_PUBLIC: "1", SOCKET_PING_INTERVAL: "1000" }
    parley = await startParley(engine, settings, () => Date.now() + ahead)
    proxy = await startProxy(parley.url)
    cast = await makeCast(parley.url)
    room = (await platform(parley.url, "POST", "/rooms", { members: ["alice", "bob"] }))._id
  })
  afterAll(async () => {
    await proxy.close()
    await parley.close()
  })

  const isConnected = async (clientId: string) => {
    const { members } = await platform(parley.url, "GET", `/rooms/${room}`)
    return members.find((member: { _id: string }) => member._id === clientId).isSocketConnected
  }
  const departures = async () => {
    const { body } = await call(parley.url, "GET", "/metrics")
    return Number(/^parley_device_departures_total (\d+)$/m.exec(body)?.[1])
  }

  test.each(wires)("the answer to a heartbeat alone proves life: %j", async how => {
    const socket = await TestSocket.open(parley.url, how)
    await socket.signIn(cast.bob)
    ahead += silence
    expect(await isConnected("bob")).toBe(false)
    await expect.poll(() => isConnected("bob"), { timeout: 10_000 }).toBe(true)
    socket.close()
    await expect.poll(() => isConnected("bob")).toBe(false)
  })

  test.each(wires)("a half-open socket is given up, its device is gone, others stay: %j", async how => {
    const healthy = await TestSocket.signedIn(parley.url, cast.alice, how)
    const suspended = await TestSocket.open(proxy.url, how)
    await suspended.signIn(cast.bob, "d-1")
    const before = await departures()
    proxy.half()
    await expect.poll(departures, { timeout: 10_000 }).toBe(before + 1)
    expect(await isConnected("bob")).toBe(false)
    await expect.poll(() => isConnected("alice")).toBe(true)
    proxy.cut()
    suspended.close()
    healthy.close()
  })
})
