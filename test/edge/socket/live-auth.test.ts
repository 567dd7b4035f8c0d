import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { decode, TestSocket } from "../../support/test-socket.ts"

const minute = 60_000

/** The failure that says why a socket has no rights. */
const because = (reason: string) => ({
  RC: 401,
  RM: "Unauthorized",
  error: { code: "INVALID_TOKEN", message: expect.any(String), reason },
})

const wires = [
  { version: 4, encoding: "none" },
  { version: 2, encoding: "base64" },
] as const

describe.each(engines)("the rights of live sockets on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let room: string
  let ahead = 0
  let opened: TestSocket[] = []

  beforeAll(async () => {
    parley = await startParley(engine, {}, () => Date.now() + ahead)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    cast = await makeCast(parley.url)
    room = (await backend("POST", "/rooms", { members: ["alice", "bob"], owner: "alice" }))._id
  })
  afterEach(() => {
    for (const socket of opened) socket.close()
    opened = []
  })

  const backend = (method: string, path: string, body?: unknown) => platform(parley.url, method, path, body)
  const asAlice = (method: string, path: string, body?: unknown) =>
    asUser(parley.url, cast.alice, method, path, body)

  async function open(token: string, wire: (typeof wires)[number] = wires[0]): Promise<TestSocket> {
    const socket = await TestSocket.signedIn(parley.url, token, wire)
    opened.push(socket)
    return socket
  }

  /** Alice writes; whoever else may hear it has heard it once her own socket has. */
  async function write(witness: TestSocket): Promise<string> {
    const { _id } = await asAlice("POST", `/rooms/${room}/message`, { messageType: "text", message: "x" })
    await witness.next("chat message", message => message._id === _id)
    return _id
  }
  const speak = (socket: TestSocket) =>
    socket.ask("chat message", { room, messageType: "text", message: "may I?" })

  /** Nothing more comes to a socket, whatever happens. */
  async function expectDeaf(socket: TestSocket, witness: TestSocket): Promise<void> {
    await socket.settle()
    const before = socket.order().length
    await write(witness)
    await asAlice("PUT", `/rooms/${room}`, { name: `Renamed ${Math.random()}` })
    await socket.settle()
    expect(socket.order().slice(before)).toEqual([])
  }

  describe("end with their token", () => {
    /** Ends bob's token. @returns the one that is good afterwards. */
    type End = (token: string) => Promise<unknown>
    const bobsToken = (path: string, token: string) => asUser(parley.url, token, "POST", path)
    const ends: [reason: string, how: string, End][] = [
      [
        "revoked",
        "the backend revokes it",
        token => backend("DELETE", "/admin/clients/bob/token", { token }),
      ],
      ["revoked", "the backend revokes all", () => backend("DELETE", "/admin/clients/bob/token")],
      [
        "replaced",
        "the backend sets another",
        () => backend("PUT", "/admin/clients/bob/token", { token: `new ${Math.random()}` }),
      ],
      ["loggedOut", "the user logs out", token => bobsToken("/me/logout", token)],
      [
        "loggedOutElsewhere",
        "the user logs out all others",
        async () => bobsToken("/me/logout-others", (await makeCast(parley.url)).bob),
      ],
      [
        "expired",
        "the backend ends it earlier",
        token => {
          const expirationDate = new Date(Date.now() + ahead - 1000).toISOString()
          return backend("POST", "/admin/clients", { _id: "bob", nickname: "Bob", token, expirationDate })
        },
      ],
    ]
    const cases = ends.flatMap(([reason, how, end]) => wires.map(wire => ({ reason, how, end, wire })))

    test.each(cases)("$reason, when $how: $wire", async ({ reason, end, wire }) => {
      const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      await end(cast.bob)
      expect(await bob.next("error")).toEqual(because(reason))
      expect(await speak(bob)).toEqual(because(reason))
      expect(await bob.ask("typing", room)).toEqual(because(reason))
      await expectDeaf(bob, alice)
      expect(bob.all("disconnect")).toEqual([])
      expect(await bob.signIn((await makeCast(parley.url)).bob)).toMatchObject({ RC: 0 })
      await write(bob)
      expect(alice.all("error")).toEqual([])
    })

    test.each(wires)("expired, at its instant: %j", async wire => {
      const token = `short ${Math.random()}`
      const expirationDate = new Date(Date.now() + ahead + minute).toISOString()
      await backend("POST", "/admin/clients", { _id: "bob", nickname: "Bob", token, expirationDate })
      const [bob, alice] = [await open(token, wire), await open(cast.alice)]
      ahead += minute + 1
      expect(await bob.next("error")).toEqual(because("expired"))
      expect(await speak(bob)).toEqual(because("expired"))
      await expectDeaf(bob, alice)
      expect(await bob.signIn(token)).toEqual(because("expired"))
    })

    test("a refused sign-in says whether the token was known, by its ack and by the event", async () => {
      const bob = await open(cast.bob, wires[1])
      expect(decode(await bob.ask("auth2", "nonsense"))).toEqual(because("unknown"))
      expect(await bob.next("error")).toEqual(because("unknown"))
      expect(await speak(bob)).toEqual(because("unknown"))
    })

    test("a socket that never signed in is told that", async () => {
      const socket = await TestSocket.open(parley.url)
      opened.push(socket)
      expect(await speak(socket)).toEqual(because("notSignedIn"))
    })
  })

  describe("end with what the user may see", () => {
    const refused = { RC: 403, error: { code: "NOT_ROOM_MEMBER" } }
    const membersIn = (told: { members: { _id: string }[] }) => told.members.map(member => member._id)

    test.each(wires)(
      "removed by others: the message and the room say so, then it is silent: %j",
      async wire => {
        const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
        await asAlice("DELETE", `/rooms/${room}/members/bob`)
        expect(await bob.next("chat message")).toMatchObject({
          messageType: "deleteMember",
          member: { _id: "bob" },
        })
        expect(membersIn(await bob.next("room"))).toEqual(["alice"])
        await expectDeaf(bob, alice)
        expect(await speak(bob)).toMatchObject(refused)
      },
    )

    test.each(wires)("removed with their group: the room says so, then it is silent: %j", async wire => {
      await backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["carol"] })
      await asAlice("POST", `/rooms/${room}/members`, { invitees: ["crew"] })
      const [carol, alice] = [await open(cast.carol, wire), await open(cast.alice)]
      await write(carol)
      await asAlice("DELETE", `/rooms/${room}/members/crew`)
      expect(membersIn(await carol.next("room"))).toEqual(["alice", "bob"])
      await expectDeaf(carol, alice)
      expect(await speak(carol)).toMatchObject(refused)
    })

    test.each(wires)("removed from their group: the room says so, then it is silent: %j", async wire => {
      await backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["carol"] })
      await asAlice("POST", `/rooms/${room}/members`, { invitees: ["crew"] })
      const [carol, alice] = [await open(cast.carol, wire), await open(cast.alice)]
      await write(carol)
      await backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["bender"] })
      const { members } = await carol.next("room", told => told._id === room)
      expect(membersIn(members.at(-1))).toEqual(["bender"])
      await expectDeaf(carol, alice)
      expect(await speak(carol)).toMatchObject(refused)
    })

    test.each(wires)("who leaves is silent at once, on every socket: %j", async wire => {
      const [bob, second, alice] = [
        await open(cast.bob, wire),
        await open(cast.bob, wire),
        await open(cast.alice),
      ]
      await asUser(parley.url, cast.bob, "DELETE", `/rooms/${room}/members/bob`)
      for (const socket of [bob, second]) {
        await expectDeaf(socket, alice)
        expect(socket.order()).toEqual([])
        expect(await speak(socket)).toMatchObject(refused)
      }
    })

    test.each(wires)("a deleted room is told as emptied, then it is silent: %j", async wire => {
      const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      await asAlice("DELETE", `/rooms/${room}`)
      expect(await bob.next("messageDeleted")).toEqual({ room, messageID: "_all" })
      expect(await speak(bob)).toMatchObject(refused)
      // The same id once more is another room.
      await backend("POST", "/rooms", { _id: room, members: ["alice", "carol"], owner: "alice" })
      await expectDeaf(bob, alice)
    })

    test.each(wires)("who is banned reads on, and learns the reason when sending: %j", async wire => {
      const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      await asAlice("POST", `/blockStatus/room/${room}/bob`)
      expect(await bob.next("room", told => told._id === room)).toHaveProperty("wasBlockedAtMS")
      expect(await speak(bob)).toMatchObject({ RC: 403, error: { code: "CLIENT_BLOCKED" } })
      expect(await bob.ask("typing", room)).toMatchObject({ RC: 403, error: { code: "CLIENT_BLOCKED" } })
      await write(bob)
      expect([...bob.all("error"), ...alice.all("error")]).toEqual([])
    })

    test.each(wires)("who signs in as another hears nothing of the first, and vice versa: %j", async wire => {
      const [socket, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      expect(await socket.signIn(cast.carol)).toMatchObject({ RC: 0, result: { client: "carol" } })
      await expectDeaf(socket, alice)
      await asUser(parley.url, cast.bob, "POST", "/me/pref/ui", { density: "compact" })
      await backend("DELETE", "/admin/clients/bob/token")
      expect(await speak(socket)).toMatchObject(refused)
      expect([...socket.order(), ...socket.all("error")]).toEqual([])
      expect(await socket.signIn((await makeCast(parley.url)).bob)).toMatchObject({
        result: { client: "bob" },
      })
      await write(socket)
      await backend("DELETE", "/admin/clients/carol/token")
      await write(socket)
      expect(socket.all("error")).toEqual([])
    })

    test.each(wires)("who signs in again misses nothing meanwhile: %j", async wire => {
      const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      const many = <T>(what: () => Promise<T>) => Promise.all(Array.from({ length: 100 }, what))
      const [sent] = await Promise.all([many(() => speak(alice)), many(() => bob.signIn(cast.bob))])
      const written = sent.map(({ result }) => result._id)
      await bob.settle()
      const heard = bob.all("chat message").map(message => message._id)
      expect(heard.sort()).toEqual(written.sort())
    })

    test.each(wires)("who signs in again hears each thing once: %j", async wire => {
      const [bob, alice] = [await open(cast.bob, wire), await open(cast.alice)]
      const other = (await makeCast(parley.url)).bob
      for (const token of [cast.bob, other, other]) await bob.signIn(token)
      await backend("DELETE", "/admin/clients/bob/token", { token: cast.bob })
      const written = [await write(alice), await write(alice)]
      await bob.settle()
      expect(bob.all("chat message").map(message => message._id)).toEqual(written)
      expect(bob.all("error")).toEqual([])
    })
  })
})
