import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser } from "../../../support/backend.ts"
import { engines } from "../../../support/parley.ts"
import { TestSocket } from "../../../support/test-socket.ts"
import { type Desk, openDesk } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("users at the dashboard on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  const ids = async (query: string) => (await desk.ask("GET", `/users?${query}`)).data.map((u: Json) => u._id)

  test("are listed page by page, and found by id, name and e-mail", async () => {
    await desk.backend("POST", "/admin/clients", { _id: "erin", nickname: "Zoë", email: "erin@Example.org" })
    expect(await desk.ask("GET", "/users?skip=1&limit=2")).toEqual({
      totalCount: 5,
      data: [
        {
          ...{ _id: "bender", id: "bender", clientType: "user", nickname: "Bender", avatarUrl: "" },
          ...{ isRobot: true, createdAt: desk.now(), isConnected: false },
        },
        expect.objectContaining({ _id: "bob" }),
      ],
    })
    expect(await ids("search=BO")).toEqual(["bob"])
    expect(await ids("search=zo%C3%AB")).toEqual(["erin"])
    expect(await ids("search=example.ORG")).toEqual(["erin"])
    expect(await ids("search=nobody")).toEqual([])
    expect(await desk.ask("GET", "/users?search=b&skip=1&limit=1")).toMatchObject({
      totalCount: 2,
      data: [{ _id: "bob" }],
    })
    expect(await desk.refused("GET", "/users?limit=x")).toBe("400 INVALID_PARAMETER")
  })

  test("are shown with rooms, devices and tokens, of which only the end is told", async () => {
    const room = await desk.room(["alice", "bob"], { name: "Garden club" })
    const token = "device-token-".padEnd(40, "0")
    await desk.as("alice", "POST", "/me/subscribe", { type: "fcm", deviceId: "phone", token })
    const shown = await desk.ask("GET", "/users/alice")
    expect(shown).toEqual({
      client: expect.objectContaining({ _id: "alice", nickname: "Alice", mute: [] }),
      rooms: [expect.objectContaining({ _id: room, name: "Garden club", memberCount: 2, roomType: "group" })],
      devices: [{ type: "fcm", deviceId: "phone", createdAt: desk.now(), lastSeenAt: desk.now() }],
      tokens: [
        {
          masked: `•••${desk.cast.alice.slice(-6)}`,
          createdAt: desk.now(),
          expiresAt: expect.any(Number),
        },
      ],
    })
    expect(JSON.stringify(shown)).not.toContain(token)
    expect(await desk.ask("GET", "/devices?clientId=alice")).toEqual(shown.devices)
    expect(await desk.refused("GET", "/devices")).toBe("400 MISSING_PARAMETER")
    expect(await desk.refused("GET", "/devices?clientId=nobody")).toBe("404 CLIENT_NOT_FOUND")
    expect(await desk.refused("GET", "/users/nobody")).toBe("404 CLIENT_NOT_FOUND")
    expect(await desk.refused("GET", "/users/%00")).toBe("400 INVALID_PARAMETER")
  })

  test("are created with a token and a link to the chat page if asked, once", async () => {
    const made = await desk.ask("POST", "/users", { _id: "frida", nickname: "Frida", issueToken: true })
    expect(made).toMatchObject({ _id: "frida", nickname: "Frida" })
    expect(made.link).toBe(`${desk.parley.url}/chat?token=${made.token}`)
    expect(await asUser(desk.parley.url, made.token, "GET", "/me")).toMatchObject({ _id: "frida" })
    expect(await desk.refused("POST", "/users", { _id: "frida" })).toBe("400 INVALID_PARAMETER")
    expect(await desk.refused("POST", "/users", { nickname: "x" })).toBe("400 MISSING_PARAMETER")
    expect(await desk.refused("POST", "/users", { _id: "a/b" })).toBe("400 INVALID_PARAMETER")
  })

  test("are changed field by field", async () => {
    await desk.ask("PUT", "/users/carol", { nickname: "Caro" })
    expect(await desk.ask("PUT", "/users/carol", { description: "Away" })).toMatchObject({
      nickname: "Caro",
      description: "Away",
    })
    expect(await desk.refused("PUT", "/users/nobody", { nickname: "x" })).toBe("404 CLIENT_NOT_FOUND")
    expect(await desk.refused("PUT", "/users/carol", { nickname: 1 })).toBe("400 INVALID_PARAMETER")
  })

  test("get another token, and lose them all with their live sockets", async () => {
    const { token, link } = await desk.ask("POST", "/users/bob/token")
    expect(link).toContain(token)
    expect(await asUser(desk.parley.url, token, "GET", "/me")).toMatchObject({ _id: "bob" })
    const socket = await TestSocket.signedIn(desk.parley.url, token)
    expect(await desk.ask("GET", "/users?search=bob")).toMatchObject({ data: [{ isConnected: true }] })
    const cut = socket.next("error")
    expect(await desk.ask("DELETE", "/users/bob/tokens")).toEqual({ revoked: 2 })
    expect(await cut).toMatchObject({ error: { reason: "revoked" } })
    socket.close()
    expect((await desk.ask("GET", "/users/bob")).tokens).toEqual([])
    expect(await desk.refused("POST", "/users/nobody/token")).toBe("404 CLIENT_NOT_FOUND")
    await desk.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["carol"] })
    expect(await desk.refused("POST", "/users/crew/token")).toBe("400 INVALID_PARAMETER")
    desk.cast.bob = (await desk.ask("POST", "/users/bob/token")).token
  })

  test("are muted in a room, and heard again", async () => {
    const room = await desk.room(["alice", "bob"])
    expect(await desk.ask("PUT", "/users/alice/mute", { roomId: room })).toEqual({ mute: [room] })
    expect(await desk.as("alice", "GET", "/me")).toMatchObject({ mute: [room] })
    expect(await desk.ask("DELETE", `/users/alice/mute?roomId=${room}`)).toEqual({ mute: [] })
    expect(await desk.refused("DELETE", `/users/alice/mute?roomId=${room}`)).toBe("400 ROOM_NOT_MUTED")
    expect(await desk.refused("PUT", "/users/alice/mute", { roomId: "nowhere" })).toBe("404 ROOM_NOT_FOUND")
  })

  test("are erased: nothing of theirs stays but what they said and their direct rooms", async () => {
    const { token } = await desk.ask("POST", "/users", { _id: "gina", nickname: "Gina", issueToken: true })
    await desk.backend("POST", "/admin/clients", { _id: "gina", email: "gina@example.org" })
    await desk.backend("POST", "/admin/groups", { _id: "club", nickname: "Club", members: ["alice", "gina"] })
    const room = await desk.room(["alice", "bob"])
    await desk.backend("POST", `/rooms/${room}/members`, { invitees: ["gina"] }, "alice")
    const other = await desk.room(["alice"])
    const invitation = { invitees: ["gina"], invitationRequired: true }
    await desk.backend("POST", `/rooms/${other}/members`, invitation, "alice")
    const direct = { roomType: "direct", members: ["alice", "gina"] }
    const { _id: pair } = await desk.backend("POST", "/rooms", direct)
    await desk.say(room, "gina", "remember me")
    await desk.backend(
      "POST",
      "/me/subscribe",
      { type: "fcm", deviceId: "g", token: "g".padEnd(40, "0") },
      "gina",
    )
    const alice = await TestSocket.signedIn(desk.parley.url, desk.cast.alice)
    const told = alice.next("room")
    await desk.ask("DELETE", "/users/gina")
    expect((await told) as Json).toMatchObject({ _id: room, members: [{ _id: "alice" }, { _id: "bob" }] })
    alice.close()
    await expect(asUser(desk.parley.url, token, "GET", "/me")).rejects.toThrow("401")
    const { client, rooms, devices, tokens } = await desk.ask("GET", "/users/gina")
    expect(client).toMatchObject({ _id: "gina", nickname: "", fields: {} })
    expect([devices, tokens, rooms.map((left: Json) => left._id)]).toEqual([[], [], [pair]])
    const { data } = await desk.ask("GET", `/rooms/${room}/messages`)
    expect(data).toEqual(expect.arrayContaining([expect.objectContaining({ message: "remember me" })]))
    expect(await desk.backend("GET", "/admin/groups")).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ _id: "club", members: [expect.anything()] })]),
    })
    expect(await desk.backend("GET", `/rooms/${other}/invitations`, undefined, "alice")).toMatchObject({
      data: [],
    })
    expect(await desk.refused("DELETE", "/users/nobody")).toBe("404 CLIENT_NOT_FOUND")
    expect(await desk.refused("DELETE", "/users/club")).toBe("404 CLIENT_NOT_FOUND")
  })
})
