import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

const minute = 60_000
const cutOff = { RC: 401, RM: "Unauthorized", error: { code: "INVALID_TOKEN" } }

describe.each(engines)("sockets whose time is over on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let ahead = 0
  let opened: TestSocket[] = []

  beforeAll(async () => {
    parley = await startParley(engine, {}, () => Date.now() + ahead)
    await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    cast = await makeCast(parley.url)
  })
  afterEach(() => {
    for (const socket of opened) socket.close()
    opened = []
  })

  async function open(token?: string): Promise<TestSocket> {
    const socket = await (token ? TestSocket.signedIn(parley.url, token) : TestSocket.open(parley.url))
    opened.push(socket)
    return socket
  }

  /** Says something; whoever else may hear it has heard it once the witness has. */
  async function speak(witness: TestSocket): Promise<void> {
    const { _id } = await platform(parley.url, "POST", "/messages", {
      room: "demo-room",
      sender: "alice",
      messageType: "text",
      message: "x",
    })
    await witness.next("chat message", m => m._id === _id)
  }

  async function expectDeaf(socket: TestSocket, witness: TestSocket): Promise<void> {
    const before = socket.order().length
    await speak(witness)
    expect(await socket.ask("chat message", { room: "demo-room", message: "x" })).toMatchObject(cutOff)
    expect(await socket.ask("typing", "demo-room")).toMatchObject(cutOff)
    expect(socket.order()).toHaveLength(before)
    expect(socket.heard.map(one => one.event)).not.toContain("disconnect")
  }

  test("a revoked token is told so and hears no more, the user's other token goes on", async () => {
    const other = (await makeCast(parley.url)).bob
    const [bob, phone, alice] = [await open(cast.bob), await open(other), await open(cast.alice)]
    await platform(parley.url, "DELETE", "/admin/clients/bob/token", { token: cast.bob })
    expect(await bob.next("error")).toMatchObject(cutOff)
    await expectDeaf(bob, alice)
    await speak(phone)
    expect(phone.all("error")).toEqual([])
    expect(await bob.signIn(cast.bob)).toMatchObject({ RC: 401 })
    expect(await bob.signIn(other)).toMatchObject({ RC: 0 })
    await speak(bob)
  })

  test("without a named token all sockets of the user are cut off", async () => {
    const [first, second, alice] = [await open(cast.bob), await open(cast.bob), await open(cast.alice)]
    await platform(parley.url, "DELETE", "/admin/clients/bob/token")
    for (const socket of [first, second]) {
      expect(await socket.next("error")).toMatchObject(cutOff)
      await expectDeaf(socket, alice)
    }
    expect(alice.all("error")).toEqual([])
  })

  test("a replaced token ends and the new one works", async () => {
    const [bob, alice] = [await open(cast.bob), await open(cast.alice)]
    const token = `bob's own ${Math.random()}`
    await platform(parley.url, "PUT", "/admin/clients/bob/token", { token })
    expect(await bob.next("error")).toMatchObject(cutOff)
    await expectDeaf(bob, alice)
    expect(await bob.signIn(token)).toMatchObject({ RC: 0, result: { client: "bob" } })
    await speak(bob)
  })

  test("a token that is bound again with an earlier end holds to that", async () => {
    const token = `short ${Math.random()}`
    const expirationDate = new Date(Date.now() + ahead + 1500).toISOString()
    await platform(parley.url, "POST", "/admin/clients", {
      _id: "bob",
      nickname: "Bob",
      token,
      expirationDate,
    })
    const [bob, alice] = [await open(token), await open(cast.alice)]
    await speak(bob)
    expect(await bob.next("error")).toMatchObject(cutOff)
    await expectDeaf(bob, alice)
    expect(await bob.signIn(token)).toMatchObject({ RC: 401 })
  })

  test("nothing may be sent from the instant a token ends", async () => {
    const token = `instant ${Math.random()}`
    const expirationDate = new Date(Date.now() + ahead + minute).toISOString()
    await platform(parley.url, "POST", "/admin/clients", {
      _id: "bob",
      nickname: "Bob",
      token,
      expirationDate,
    })
    const bob = await open(token)
    ahead += minute + 1000
    expect(await bob.ask("chat message", { room: "demo-room", message: "too late" })).toMatchObject({
      RC: 401,
    })
  })

  test("nothing is heard from the instant a token ends", async () => {
    const token = `instant ${Math.random()}`
    const expirationDate = new Date(Date.now() + ahead + minute).toISOString()
    await platform(parley.url, "POST", "/admin/clients", {
      _id: "bob",
      nickname: "Bob",
      token,
      expirationDate,
    })
    const [bob, alice] = [await open(token), await open(cast.alice)]
    ahead += minute + 1000
    await speak(alice)
    await bob.settle()
    expect(bob.order()).toEqual([])
  })

  test("a token that is bound once more ends at its new end, on live sockets too", async () => {
    const token = `renewed ${Math.random()}`
    const bind = (ms: number) => {
      const expirationDate = new Date(Date.now() + ahead + ms).toISOString()
      return platform(parley.url, "POST", "/admin/clients", { _id: "bob", token, expirationDate })
    }
    await bind(minute)
    const bob = await open(token)
    await bind(10 * minute)
    ahead += 2 * minute
    expect(await bob.ask("chat message", { room: "demo-room", message: "still here" })).toMatchObject({
      RC: 0,
    })
    await bind(-1000)
    expect(await bob.next("error")).toMatchObject(cutOff)
    expect(await bob.ask("chat message", { room: "demo-room", message: "too late" })).toMatchObject({
      RC: 401,
    })
  })

  test("a socket that does not sign in is closed after a minute, one that did is not", async () => {
    const [idle, bob] = [await open(), await open(cast.bob)]
    ahead += minute + 1000
    expect(await idle.next("disconnect")).toBe("io server disconnect")
    await speak(bob)
    expect(bob.heard.map(one => one.event)).not.toContain("disconnect")
  })

  test("a refused socket and one cut off have a minute from then", async () => {
    const [idle, refused, bob] = [await open(), await open(), await open(cast.bob)]
    ahead += minute / 2
    await refused.signIn("nonsense")
    await platform(parley.url, "DELETE", "/admin/clients/bob/token", { token: cast.bob })
    await bob.next("error")
    ahead += minute / 2 + 1000
    await idle.next("disconnect")
    for (const socket of [refused, bob]) await socket.settle()
    ahead += minute / 2
    await Promise.all([refused.next("disconnect"), bob.next("disconnect")])
  })

  test("a refused socket that signs in after all stays", async () => {
    const [idle, late] = [await open(), await open()]
    await late.signIn("nonsense")
    expect(await late.signIn(cast.bob)).toMatchObject({ RC: 0 })
    ahead += minute + 1000
    await idle.next("disconnect")
    await speak(late)
  })
})
