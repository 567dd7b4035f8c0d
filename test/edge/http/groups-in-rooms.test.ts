import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const text = { messageType: "text", message: "hello" }
const idsOf = (list: { _id: string }[]) => list.map(one => one._id)

/** In each test the group crew is bob and carol, and a new room has alice and crew. */
describe.each(engines)("a group in a room on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    await crew("bob", "carol")
    const made = await stage.backend("POST", "/rooms", { members: ["alice", "crew"], owner: "alice" })
    room = made._id
  })

  const crew = (...members: string[]) =>
    stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members })
  const roomOf = (person: "alice" | "bob" | "carol" | "bender") => stage.as(person, "GET", `/rooms/${room}`)
  const badges = async () => {
    const { memberProperties } = await roomOf("alice")
    return Object.fromEntries(
      memberProperties.map(({ client, badge }: { client: string; badge: number }) => [client, badge]),
    )
  }

  test("is one member with its people inside it, who are not listed singly", async () => {
    for (const person of ["alice", "bob"] as const) {
      const { members } = await roomOf(person)
      expect(idsOf(members)).toEqual(["alice", "crew"])
      expect(members[1]).toMatchObject({
        ...{ _id: "crew", id: "crew", clientType: "group", nickname: "Crew" },
        members: [
          { _id: "bob", id: "bob", clientType: "user", nickname: "Bob" },
          { _id: "carol", id: "carol", clientType: "user", nickname: "Carol" },
        ],
      })
    }
    expect(Object.keys(await badges()).sort()).toEqual(["alice", "bob", "carol"])
  })

  test("lets its people see the room, read, send, and count what is unread for themselves", async () => {
    expect(idsOf((await stage.as("bob", "GET", "/rooms")).data)).toContain(room)
    const byBob = await stage.as("bob", "POST", `/rooms/${room}/message`, text)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { ...text, mentions: ["carol"] })
    expect(await badges()).toEqual({ alice: 0, bob: 1, carol: 2 })
    expect(await roomOf("carol")).toMatchObject({ unread: 2, isMentioned: true, isSuperuser: false })
    await stage.as("carol", "PUT", `/rooms/${room}/lastRead`, { message: byBob._id })
    expect(await badges()).toEqual({ alice: 0, bob: 1, carol: 1 })
    expect((await stage.as("carol", "GET", `/rooms/${room}/messages/v3`)).data).toHaveLength(2)
    expect((await stage.as("carol", "GET", "/me/badge")).badge).toBeGreaterThan(0)
  })

  test("gives those who come to it the room, with all that was said as read", async () => {
    await stage.as("alice", "POST", `/rooms/${room}/message`, text)
    expect(await stage.refused("bender", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    await crew("bob", "carol", "bender")
    expect(await roomOf("bender")).toMatchObject({ unread: 0 })
    expect((await stage.as("bender", "GET", `/rooms/${room}/messages/v3`)).data).toHaveLength(1)
    expect((await roomOf("alice")).members[1].members).toHaveLength(3)
  })

  test("takes the room from those who go from it", async () => {
    await crew("carol")
    expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    expect(idsOf((await stage.as("bob", "GET", "/rooms")).data)).not.toContain(room)
    expect(idsOf((await stage.as("bob", "GET", "/rooms/quitted")).data)).toContain(room)
    expect(idsOf((await roomOf("alice")).members[1].members)).toEqual(["carol"])
    await crew("bob", "carol")
    expect(idsOf((await stage.as("bob", "GET", "/rooms/quitted")).data)).not.toContain(room)
    expect(await roomOf("bob")).toMatchObject({ unread: 0 })
  })

  test("leaves those in the room who are there by name, too", async () => {
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["bob"] })
    expect(idsOf((await roomOf("alice")).members).sort()).toEqual(["alice", "bob", "crew"])
    await stage.as("alice", "POST", `/rooms/${room}/message`, text)
    await crew("carol")
    expect(await roomOf("bob")).toMatchObject({ unread: 1 })
    await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
  })

  test("keeps those in the room whose own name is taken out of it", async () => {
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["bob"] })
    await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    expect(idsOf((await roomOf("bob")).members)).toEqual(["alice", "crew"])
  })

  test("goes with all its people", async () => {
    await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["crew"] })
    for (const person of ["bob", "carol"] as const)
      expect(await stage.refused(person, "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    expect(idsOf((await roomOf("alice")).members)).toEqual(["alice"])
  })

  test("is added as one, and named as one in what the room is told", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "band", nickname: "Band", members: ["bender"] })
    stage.advance(1)
    const add = { invitees: ["band"], systemMessage: true }
    const { members } = await stage.as("alice", "POST", `/rooms/${room}/members`, add)
    expect(idsOf(members)).toEqual(["alice", "crew", "band"])
    const { data } = await stage.as("bender", "GET", `/rooms/${room}/messages/v3`)
    expect(data[0]).toMatchObject({
      messageType: "addMember",
      message: "Band",
      member: { _id: "band", clientType: "group", members: [{ _id: "bender" }] },
    })
    expect(await roomOf("bender")).toMatchObject({ unread: 1 })
  })

  test("whose people are banned one by one silences only these", async () => {
    await stage.as("alice", "POST", `/blockStatus/room/${room}/bob`)
    expect(await stage.refused("bob", "POST", `/rooms/${room}/message`, text)).toBe("403 CLIENT_BLOCKED")
    await stage.as("carol", "POST", `/rooms/${room}/message`, text)
    expect(await roomOf("bob")).toHaveProperty("wasBlockedAt")
    expect(await roomOf("carol")).not.toHaveProperty("wasBlockedAt")
  })

  test("does not bring back who is banned, until the ban is lifted", async () => {
    await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["crew"] })
    await stage.as("alice", "POST", `/blockStatus/room/${room}/bob`)
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["crew"] })
    expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    await crew("carol")
    await crew("bob", "carol")
    expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    expect(await roomOf("carol")).toMatchObject({ _id: room })
    await stage.as("alice", "DELETE", `/blockStatus/room/${room}/bob`)
    expect(await roomOf("bob")).toMatchObject({ _id: room, unread: 0 })
  })

  test("a user may make a room that they are in through a group", async () => {
    const made = await stage.as("bob", "POST", "/rooms", { members: ["alice", "crew"] })
    expect(made).toMatchObject({ members: ["alice", "crew"] })
    expect(idsOf((await stage.as("carol", "GET", "/rooms")).data)).toContain(made._id)
    expect(await stage.refused("bender", "POST", "/rooms", { members: ["alice", "crew"] })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
  })

  test("rooms are found by the group and by its people", async () => {
    for (const member of ["crew", "bob"]) {
      const q = encodeURIComponent(JSON.stringify({ members: member }))
      expect(idsOf((await stage.as("carol", "GET", `/rooms?q=${q}`)).data)).toContain(room)
    }
  })

  test("each of its people has own settings of the room", async () => {
    await stage.as("bob", "POST", `/roomPrefs/${room}`, { sticky: true })
    await stage.as("bob", "POST", `/me/mute/${room}`)
    expect(await roomOf("bob")).toMatchObject({ muted: true, pref: { sticky: true } })
    expect(await roomOf("carol")).toMatchObject({ muted: false, pref: { sticky: false } })
  })

  test("a group and a guest have one direct room, where all its people speak with the guest", async () => {
    const direct = { roomType: "direct", members: ["bender", "crew"] }
    const made = await stage.backend("POST", "/rooms", direct)
    expect((await stage.backend("POST", "/rooms", direct))._id).toBe(made._id)
    expect((await stage.as("bender", "POST", "/rooms", direct))._id).toBe(made._id)
    await stage.as("bender", "POST", `/rooms/${made._id}/message`, text)
    for (const person of ["bob", "carol"] as const)
      expect(await stage.as(person, "GET", `/rooms/${made._id}`)).toMatchObject({
        unread: 1,
        roomType: "direct",
      })
    await stage.as("bob", "POST", `/rooms/${made._id}/message`, text)
    const shown = await stage.as("bender", "GET", `/rooms/${made._id}`)
    expect(shown).toMatchObject({ unread: 1, lastMessage: { sender: { _id: "bob" } } })
    expect(idsOf(shown.members)).toEqual(["bender", "crew"])
    expect(await stage.refused("alice", "GET", `/rooms/${made._id}`)).toBe("404 ROOM_NOT_FOUND")
    await crew("alice")
    expect(await stage.as("alice", "GET", `/rooms/${made._id}`)).toMatchObject({ unread: 0 })
    expect(await stage.refused("bob", "GET", `/rooms/${made._id}`)).toBe("404 ROOM_NOT_FOUND")
  })
})
