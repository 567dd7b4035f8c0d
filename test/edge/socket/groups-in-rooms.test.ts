import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

/** In each test the group crew is bob alone, and a new room has alice and crew. */
describe.each(engines)("what the people of a group hear on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket
  let carol: TestSocket
  let room: string

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    await crew("bob")
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    carol = await TestSocket.signedIn(parley.url, cast.carol)
    room = (await platform(parley.url, "POST", "/rooms", { members: ["alice", "crew"] }))._id
  })
  afterEach(() => {
    for (const socket of [alice, bob, carol]) socket.close()
  })

  const crew = (...members: string[]) =>
    platform(parley.url, "POST", "/admin/groups", { _id: "crew", nickname: "Crew", members })
  const write = async (message: string) =>
    (await alice.ask("chat message", { room, messageType: "text", message })).result._id
  const mine = (one: { _id: string }) => one._id === room
  const peopleIn = (told: { members: { _id: string; members?: { _id: string }[] }[] }) =>
    told.members.find(member => member._id === "crew")?.members?.map(person => person._id)

  test("a new room reaches them, and what is said in it", async () => {
    const told = await bob.next("room", mine)
    expect(peopleIn(told)).toEqual(["bob"])
    const _id = await write("hello")
    await bob.next("chat message", message => message._id === _id)
    const { RC, result } = await bob.ask("chat message", { room, messageType: "text", message: "hi" })
    expect(RC).toBe(0)
    await alice.next("chat message", message => message._id === result._id)
  })

  test("who comes to the group hears the room at once, and who goes from it no more", async () => {
    await bob.next("room", mine)
    await alice.next("room", mine)
    await crew("carol")
    expect(peopleIn(await carol.next("room", mine))).toEqual(["carol"])
    expect(peopleIn(await alice.next("room", mine))).toEqual(["carol"])
    expect(peopleIn(await bob.next("room", mine))).toEqual(["carol"])
    const _id = await write("only for carol")
    await carol.next("chat message", message => message._id === _id)
    await bob.settle()
    expect(bob.all("chat message")).toEqual([])
    const { RC, error } = await bob.ask("chat message", { room, messageType: "text", message: "me too" })
    expect([RC, error.code]).toEqual([403, "NOT_ROOM_MEMBER"])
  })

  test("who is in the room by name hears it on when the group goes on without them", async () => {
    await asUser(parley.url, cast.alice, "POST", `/rooms/${room}/members`, { invitees: ["bob"] })
    await crew("carol")
    await carol.next("room", mine)
    const _id = await write("for both")
    for (const socket of [bob, carol]) await socket.next("chat message", message => message._id === _id)
  })

  test("a socket that signs in later hears the rooms of its groups", async () => {
    const phone = await TestSocket.signedIn(parley.url, cast.bob)
    const _id = await write("hello")
    await phone.next("chat message", message => message._id === _id)
    phone.close()
  })

  test("a group that changes nothing about its people disturbs nobody", async () => {
    await bob.next("room", mine)
    await platform(parley.url, "POST", "/admin/groups", { _id: "crew", nickname: "Crew" })
    await crew("bob")
    await bob.settle()
    expect(bob.all("room")).toHaveLength(1)
  })
})
