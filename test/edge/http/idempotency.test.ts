import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { keyedAs, keyedBackend, results, times } from "./keyed.ts"
import { refusalOf, type Stage, setStage, withoutSender } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const text = { messageType: "text", message: "Only once" }

describe.each(engines)("50 times at once is one message, one event, one push, on %s:", engine => {
  let stage: Stage
  let receiver: PushReceiver
  let room: string
  let path: string
  let listeners: TestSocket[]
  let ids = 0

  beforeAll(async () => {
    receiver = await startPushReceiver()
    stage = await setStage(engine, { PUSH_GENERIC: receiver.url, ALLOW_INSECURE_CALLBACKS: "1" })
  })
  afterAll(async () => {
    await stage.close()
    await receiver.close()
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "bender"])
    path = `/rooms/${room}/message`
    const { parley, cast } = stage
    listeners = [
      await TestSocket.signedIn(parley.url, cast.bob),
      await TestSocket.signedIn(parley.url, cast.alice, { encoding: "base64", version: 2 }),
    ]
  })
  afterEach(() => {
    for (const socket of listeners) socket.close()
  })

  const chosenId = () => Math.floor(stage.now() / 1000).toString(16) + (++ids).toString(16).padStart(16, "0")
  const stored = async (): Promise<Json[]> =>
    (await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).data

  /** All that came of it in the room: one row, one event for each listener, one push. */
  async function expectOne({ _id }: Json): Promise<void> {
    expect(await stored()).toMatchObject([{ _id, message: text.message }])
    const last = await stage.say(room, "bender", "the last")
    for (const listener of listeners) {
      await listener.next("chat message", heard => heard._id === last._id)
      const heard = listener.all("chat message").filter(message => message.room === room)
      expect(heard.map(message => message._id)).toEqual([_id, last._id])
    }
    await receiver.call(body => body._id === last._id)
    const pushes = receiver.calls.filter(({ body }) => body.room === room)
    expect(pushes.map(({ body }) => body._id)).toEqual([_id, last._id])
  }

  /** @returns the one message that all were answered. */
  function expectEqual(answers: Json[]): Json {
    const [first] = answers
    expect(first._id).toMatch(/^[0-9a-f]{24}$/)
    for (const answer of answers) expect(withoutSender(answer)).toEqual(withoutSender(first))
    return first
  }

  describe("a chosen _id", () => {
    const rest = (message: object) => stage.as("alice", "POST", path, message)
    const overSocket = (socket: TestSocket | undefined, message: object) =>
      socket?.ask("chat message", { room, ...message }).then(({ result }) => result)

    test("over REST", async () => {
      const message = { ...text, _id: chosenId() }
      await expectOne(expectEqual(await Promise.all(times(50, () => rest(message)))))
    })

    test("over sockets", async () => {
      const message = { ...text, _id: chosenId() }
      const open = (n: number) =>
        TestSocket.signedIn(stage.parley.url, stage.cast.alice, { version: n % 2 === 0 ? 4 : 2 })
      const sockets = await Promise.all(times(10, open))
      const asked = times(50, n => overSocket(sockets[n % 10], message))
      await expectOne(expectEqual(await Promise.all(asked)))
      for (const socket of sockets) socket.close()
    })

    test("over both", async () => {
      const message = { ...text, _id: chosenId() }
      const socket = await TestSocket.signedIn(stage.parley.url, stage.cast.alice)
      const asked = times(50, n => (n % 2 === 0 ? rest(message) : overSocket(socket, message)))
      await expectOne(expectEqual(await Promise.all(asked)))
      socket.close()
    })

    test("by the backend", async () => {
      const message = { ...text, _id: chosenId(), sender: "alice", room }
      const asked = times(50, () => stage.backend("POST", "/messages", message))
      await expectOne(expectEqual(await Promise.all(asked)))
    })

    test("for two rooms: the others are told that it is taken, and no number of a room is lost", async () => {
      const rooms = [room, await stage.room(["alice"])]
      const body = { ...text, _id: chosenId() }
      const headers = userHeaders(stage.cast.alice)
      const send = (n: number) => stage.raw("POST", `/rooms/${rooms[n % 2]}/message`, { headers, body })
      const answers = await Promise.all(times(50, send))
      const won = answers.flatMap(answer => answer.body.result?.room ?? [])
      expect(won).toEqual(Array(25).fill(won[0]))
      const others = answers.filter(({ status }) => status !== 200)
      expect(others.map(refusalOf)).toEqual(Array(25).fill("404 MESSAGE_NOT_FOUND"))
      for (const { body } of others) expect(body.error.message).toContain("taken")
      const heads = await stage.parley.ctx.db.all<{ id: string; seq: number }>(
        'SELECT id, last_seq AS "seq" FROM rooms WHERE id = ANY(?)',
        [rooms],
      )
      for (const { id, seq } of heads) expect([id, seq]).toEqual([id, id === won[0] ? 1 : 0])
    })
  })

  describe("an Idempotency-Key", () => {
    test("with a user's POST /rooms/:roomId/message", async () => {
      const answers = await Promise.all(times(50, () => keyedAs(stage, "alice", path, text, room)))
      const replayed = answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true")
      expect(replayed).toHaveLength(49)
      await expectOne(expectEqual(results(answers)))
    })

    test("with the backend's POST /messages", async () => {
      const body = { ...text, room, sender: "alice" }
      const asked = times(50, () => keyedBackend(stage, "/messages", body, room))
      await expectOne(expectEqual(results(await Promise.all(asked))))
    })

    test("with POST /messages/batch", async () => {
      const body = { ...text, push: true, sender: "alice", paras: [{ room }, { receiver: "carol" }] }
      const asked = times(50, () => keyedBackend(stage, "/messages/batch", body, `batch ${room}`))
      const answers = results(await Promise.all(asked))
      const { batchID } = answers[0]
      expect(answers).toEqual(Array(50).fill({ batchID, count: 2 }))
      const { count, data } = await stage.backend("GET", `/messages/batch?batchID=${batchID}`)
      expect(count).toBe(2)
      await expectOne(data.find((message: Json) => message.room === room))
    })

    test("with bodies that all differ: the others are refused", async () => {
      const send = (n: number) => keyedAs(stage, "alice", path, { ...text, extra: { n } }, `race ${room}`)
      const answers = await Promise.all(times(50, send))
      const others = answers.filter(({ status }) => status !== 200)
      expect(others.map(refusalOf)).toEqual(Array(49).fill("422 IDEMPOTENCY_KEY_REUSED"))
      await expectOne(answers.find(({ status }) => status === 200)?.body.result)
    })
  })
})
