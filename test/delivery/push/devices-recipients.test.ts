import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type PushStage, setPushStage } from "./devices-stage.ts"

const all = ["bob ios phone", "bob web laptop", "carol fcm pixel"]
const ofCarol = all.slice(2)

type Act = (stage: PushStage, room: string) => Promise<unknown>

/** Bob has a phone and a browser, carol a phone; alice who writes and bender the robot have one each, too. */
describe.each(engines)("which devices get a push of a message on %s", engine => {
  let stage: PushStage
  let room: string
  beforeAll(async () => {
    stage = await setPushStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    await stage.clear()
    await stage.as("bob", "POST", "/me/notification/enable")
    await stage.subscribe("bob", "ios phone", "web laptop")
    await stage.subscribe("carol", "fcm pixel")
    await stage.subscribe("alice", "ios alices", "fcm alices")
    await stage.subscribe("bender", "android robots")
    room = await stage.room(["alice", "bob", "carol", "bender"])
  })

  /** What became of a message, and what really arrived, must be one and the same. */
  async function pushed(id: string): Promise<{ to: string[]; not: string[] }> {
    const fates = await stage.fates(id)
    const sent = fates.filter(line => line.endsWith(": sent")).map(line => line.replace(/: sent$/, ""))
    expect(stage.pushedTo(id)).toEqual(sent)
    return { to: sent, not: fates.filter(line => !line.endsWith(": sent")) }
  }

  test("all devices of all members, but none of the sender and of robots", async () => {
    expect(await pushed(await stage.write(room, "alice"))).toEqual({
      to: all,
      not: ["alice: sender", "bender: robot"],
    })
  })

  test("all members' when a robot writes", async () => {
    expect(await pushed(await stage.write(room, "bender"))).toEqual({
      to: ["alice fcm alices", "alice ios alices", ...all],
      not: ["bender: sender"],
    })
  })

  test.each<[string, string, Act]>([
    ["who muted the room", "muted", (s, room) => s.as("bob", "POST", `/me/mute/${room}`)],
    [
      "whom the backend muted there",
      "muted",
      (s, room) => s.backend("POST", `/admin/clients/bob/mute/${room}`),
    ],
    [
      "whose preference mutes it",
      "muted",
      (s, room) => s.as("bob", "POST", `/roomPrefs/${room}`, { muted: true }),
    ],
    ["who switched pushes off", "disabled", s => s.as("bob", "POST", "/me/notification/disable")],
    ["who is banned there", "blocked", (s, room) => s.backend("POST", `/blockStatus/room/${room}/bob`)],
  ])("none of %s, mentioned or not", async (_, word, act) => {
    await act(stage, room)
    for (const more of [{}, { mentions: ["bob", "carol"] }]) {
      expect(await pushed(await stage.write(room, "alice", more))).toEqual({
        to: ofCarol,
        not: ["alice: sender", "bender: robot", `bob: ${word}`],
      })
    }
  })

  test("none of who left before, and of who came after", async () => {
    await stage.as("bob", "DELETE", `/rooms/${room}/members/bob`)
    const id = await stage.write(room, "alice")
    await stage.fates(id)
    await stage.backend("POST", `/rooms/${room}/members`, { invitees: ["bob"] }, "alice")
    expect(await pushed(id)).toEqual({
      to: ofCarol,
      not: ["alice: sender", "bender: robot", "bob: addedLater"],
    })
    expect((await pushed(await stage.write(room, "alice"))).to).toEqual(all)
  })

  test("those of who is added, of the very message that says so", async () => {
    room = await stage.room(["alice"])
    const invitation = { invitees: ["bob", "carol"], systemMessage: true }
    await stage.backend("POST", `/rooms/${room}/members`, invitation, "alice")
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)
    expect(data[0].messageType).toBe("addMembers")
    expect((await pushed(data[0]._id)).to).toEqual(all)
  })

  test("those of the people of a group, each once", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["bob", "carol"] })
    room = await stage.room(["alice", "bob", "crew"])
    expect((await pushed(await stage.write(room, "alice"))).to).toEqual(all)
  })

  test.each<[string, object]>([
    ["mentions", { mentions: ["bob"] }],
    ["a total badge of the sender that is left as it is", { skipTotalBadge: true }],
    ["push true", { push: true }],
  ])("the same with %s", async (_, more) => {
    expect((await pushed(await stage.write(room, "alice", more))).to).toEqual(all)
  })

  test.each<[string, Act, Act]>([
    ["push false", async () => {}, (s, room) => s.write(room, "alice", { push: false })],
    [
      "a mass sending that does not ask for it",
      async () => {},
      (s, room) => s.backend("POST", "/messages/batch", batchTo(room)),
    ],
    [
      "a frozen room",
      (s, room) => s.backend("PUT", `/rooms/${room}`, { status: 0 }),
      (s, room) => s.write(room, "alice"),
    ],
  ])("none with %s", async (_, prepare, act) => {
    await prepare(stage, room)
    await act(stage, room)
    const { data } = await stage.backend("GET", `/rooms/${room}/messages/v3`, undefined, "carol")
    expect(await stage.explain(data[0]._id)).toMatchObject({ outcome: "none", data: [] })
    await stage.backend("PUT", `/rooms/${room}`, { status: 1 })
    await pushed(await stage.write(room, "alice"))
    expect(stage.pushedTo(data[0]._id)).toEqual([])
  })

  const batchTo = (room: string) => ({
    ...{ sender: "alice", messageType: "text", message: "to many" },
    paras: [{ room }],
  })

  test("all of a mass sending that asks for it", async () => {
    await stage.backend("POST", "/messages/batch", { ...batchTo(room), push: true })
    const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)
    expect((await pushed(data[0]._id)).to).toEqual(all)
  })

  test("each once, whatever becomes of the message afterwards", async () => {
    const id = await stage.write(room, "alice")
    await pushed(id)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: id, message: "y" })
    await stage.as("bob", "POST", `/messages/${id}/reaction`, { reaction: "+1" })
    await stage.as("alice", "POST", `/messages/${id}/pin`)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: id, messageType: "recall" })
    await pushed(await stage.write(room, "alice"))
    expect(stage.pushedTo(id)).toEqual(all)
    expect(stage.arrived()).toHaveLength(2 * all.length)
  })

  test("a phone rings for calls alone", async () => {
    await stage.subscribe("bob", "ios-voip phone")
    expect((await pushed(await stage.write(room, "alice"))).to).toEqual(all)
    for (const messageType of ["missingCall", "endCall"])
      expect((await pushed(await stage.write(room, "alice", { messageType }))).to).toEqual(all)
    const call = await stage.write(room, "alice", { messageType: "waitingCall", rtcSession: "s-9" })
    expect((await pushed(call)).to).toEqual([...all, "bob ios-voip phone"].sort())
    const ring = stage.arrived().find(push => push.device === "bob ios-voip phone")
    expect(ring?.body).toMatchObject({
      ...{ type: `chatroom_chat:${room}`, room, messageType: "waitingCall" },
      sender: { _id: "alice", nickname: "Alice" },
    })
    expect(ring?.body).not.toHaveProperty("aps")
  })

  test("a member whose only device rings for calls has none for words", async () => {
    await stage.clear()
    await stage.subscribe("bob", "ios-voip phone")
    expect((await pushed(await stage.write(room, "alice"))).not).toContain("bob: noDevice")
  })
})
