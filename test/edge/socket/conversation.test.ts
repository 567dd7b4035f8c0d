import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

const ways = ([4, 2] as const).flatMap(version =>
  (["websocket", "polling", "upgrade"] as const).flatMap(transport =>
    (["none", "base64"] as const).map(encoding => ({ version, transport, encoding })),
  ),
)

const alicesCard = { _id: "alice", id: "alice", clientType: "user", nickname: "Alice", isRobot: false }

describe.each(engines)("one conversation on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())

  describe.each(ways)("with client $version by $transport, encoding $encoding", way => {
    let alice: TestSocket
    let bob: TestSocket

    beforeEach(async () => {
      alice = await TestSocket.signedIn(parley.url, cast.alice, way)
      bob = await TestSocket.signedIn(parley.url, cast.bob, way)
    })
    afterEach(() => {
      alice.close()
      bob.close()
    })

    const write = async (from: TestSocket, message: string) =>
      (await from.ask("chat message", { room: "demo-room", message })).result

    test("each hears both, whole, and the ack is never encoded", async () => {
      const ack = await alice.ask("chat message", { room: "demo-room", message: "Lunch at 12? 中午吃飯 🍜" })
      expect(ack).toMatchObject({
        RC: 0,
        RM: "OK",
        result: { message: "Lunch at 12? 中午吃飯 🍜", messageType: "text", sender: alicesCard },
      })
      const { result } = ack
      expect(await bob.next("chat message", m => m._id === result._id)).toEqual(result)
      expect(await alice.next("chat message", m => m._id === result._id)).toEqual(result)

      const answer = await write(bob, "Yes")
      expect(answer.sender).toMatchObject({ _id: "bob", id: "bob", clientType: "user" })
      expect(await alice.next("chat message", m => m._id === answer._id)).toEqual(answer)
    })

    test("a message sent over REST is heard by both", async () => {
      const sent = await asUser(parley.url, cast.bob, "POST", "/rooms/demo-room/message", { message: "REST" })
      for (const socket of [alice, bob]) {
        expect(await socket.next("chat message", m => m._id === sent._id)).toEqual(sent)
      }
    })

    test("everybody learns how far somebody has read, the reader too", async () => {
      const { _id } = await write(alice, "Read me")
      await asUser(parley.url, cast.bob, "PUT", "/rooms/demo-room/lastRead", { message: _id })
      const moved = { roomID: "demo-room", memberID: "bob", messageID: _id }
      expect(await alice.next("lastRead", e => e.messageID === _id)).toEqual(moved)
      expect(await bob.next("lastRead", e => e.messageID === _id)).toEqual(moved)
    })

    test("the others learn who types; the typist does not", async () => {
      alice.say("typing", "demo-room", "See yo")
      const senderInfo = { ...alicesCard, avatarUrl: "" }
      expect(await bob.next("typing")).toMatchObject({
        room: "demo-room",
        message: "See yo",
        sender: "alice",
        senderInfo,
      })
      await alice.settle()
      expect(alice.all("typing")).toEqual([])
    })

    test("an edit and a recall come as the same message, and the room with them", async () => {
      const first = await write(alice, "Se you")
      await alice.ask("chat message", { room: "demo-room", _id: first._id, message: "See you" })
      const edited = await bob.next("chat message", m => m._id === first._id && m.message === "See you")
      expect(edited).toMatchObject({ createdAtMS: first.createdAtMS, messageType: "text" })
      expect(edited.updatedAtMS).toBeGreaterThan(first.updatedAtMS)
      expect(edited.editedAt).toEqual(expect.any(String))
      expect(await bob.next("room")).toMatchObject({
        _id: "demo-room",
        lastMessage: { _id: first._id, message: "See you" },
      })

      await alice.ask("chat message", { room: "demo-room", _id: first._id, messageType: "recall" })
      const recalled = await bob.next("chat message", m => m._id === first._id && m.messageType === "recall")
      expect(recalled).toMatchObject({ message: "", createdAtMS: first.createdAtMS })
      expect(recalled.updatedAtMS).toBeGreaterThan(edited.updatedAtMS)
      expect(await bob.next("room")).toMatchObject({ lastMessage: { messageType: "recall", message: "" } })
      expect(await alice.next("chat message", m => m.messageType === "recall")).toMatchObject({
        _id: first._id,
      })
    })

    test("a new room is announced before its first message", async () => {
      const { _id } = await platform(parley.url, "POST", "/rooms/", {
        name: "New",
        roomType: "group",
        members: ["alice", "bob"],
        systemMessage: true,
      })
      const message = await bob.next("chat message", m => m.room === _id)
      expect(message).toMatchObject({ messageType: "addMembers", member: { _id: "alice" } })
      expect(bob.order()).toEqual(["room", "chat message"])
    })
  })
})
