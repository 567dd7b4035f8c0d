import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { keyedAs, keyedBackend, results, times } from "./keyed.ts"
import { refusalOf, type Stage, setStage, withoutSender } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const dayMs = 86_400_000
const text = { messageType: "text", message: "Only once" }

describe.each(engines)("what was sent before, on %s:", engine => {
  let stage: Stage
  let room: string
  let path: string

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"])
    path = `/rooms/${room}/message`
  })

  const byAlice = (body: object, key: string, to = path) => keyedAs(stage, "alice", to, body, key)
  const stored = async (): Promise<Json[]> =>
    (await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).data.map(withoutSender)

  test("an _id that is another's message, or stands in another room, is refused", async () => {
    const _id = `${Math.floor(stage.now() / 1000).toString(16)}${"7".repeat(16)}`
    await stage.backend("POST", "/messages", { ...text, _id, room, sender: "alice" })
    const other = await stage.room(["alice"])
    const body = { ...text, _id, message: "Another" }
    expect(await stage.refused("bob", "POST", path, body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("alice", "POST", `/rooms/${other}/message`, body)).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
    const send = (more: object) =>
      stage.refusedBackend("POST", "/messages", { ...body, room, sender: "alice", ...more })
    expect(await send({ sender: "bob" })).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await send({ room: other })).toBe("404 MESSAGE_NOT_FOUND")
    expect(await send({ _id: "mine-1" })).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(await stored()).toMatchObject([{ _id, message: text.message }])
  })

  test("a key means one body, one path and one acting user, and is each caller's own", async () => {
    const other = await stage.room(["alice", "bob"])
    const [first] = results([await byAlice(text, room)])
    for (const reused of [
      await byAlice({ ...text, message: "Another" }, room),
      await byAlice({ ...text, push: false }, room),
      await byAlice(text, room, `/rooms/${other}/message`),
      await byAlice({ ...text, paras: [{ room }] }, room, "/messages/batch"),
    ])
      expect(refusalOf(reused)).toBe("422 IDEMPOTENCY_KEY_REUSED")
    const again = await byAlice({ message: text.message, messageType: text.messageType }, room)
    expect(again.headers.get("idempotency-replayed")).toBe("true")
    expect(withoutSender(again.body.result)).toEqual(withoutSender(first))

    const others = [
      await keyedAs(stage, "bob", path, text, room),
      await keyedBackend(stage, path, text, room, "alice"),
    ]
    expect(new Set([first, ...results(others)].map(({ _id }) => _id)).size).toBe(3)
    for (const { headers } of others) expect(headers.get("idempotency-replayed")).toBeNull()
    expect(refusalOf(await keyedBackend(stage, path, text, room, "bob"))).toBe("422 IDEMPOTENCY_KEY_REUSED")
    expect(await stored()).toHaveLength(3)
  })

  test("a refused call does not use its key up", async () => {
    expect(refusalOf(await byAlice({ messageType: "sticker" }, room))).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(refusalOf(await byAlice(text, room, "/rooms/nowhere/message"))).toBe("403 NOT_ROOM_MEMBER")
    const byBackend = (more: object) =>
      keyedBackend(stage, "/messages", { ...text, room, sender: "alice", ...more }, room)
    expect(refusalOf(await byBackend({ sender: "nobody" }))).toBe("404 USER_NOT_FOUND")
    expect(refusalOf(await byBackend({ room: "nowhere" }))).toBe("404 ROOM_NOT_FOUND")
    results([await byAlice(text, room), await byBackend({})])
    expect(await stored()).toHaveLength(2)
  })

  test.each([
    ["an empty key", ""],
    ["a key that is too long", "x".repeat(256)],
    ["a key that is not ASCII", "é"],
  ])("%s is refused", async (_, key) => {
    const answers = [
      await byAlice(text, key),
      await keyedBackend(stage, "/messages", { ...text, room, sender: "alice" }, key),
      await keyedBackend(stage, "/messages/batch", { ...text, paras: [{ room }] }, key),
    ]
    expect(answers.map(refusalOf)).toEqual(Array(3).fill("400 INVALID_PARAMETER"))
    expect(await stored()).toEqual([])
  })

  test("the description of the API names the header where it counts, and nowhere else", async () => {
    const { paths } = (await stage.raw("GET", "/openapi.json")).body
    const taking = Object.entries<Json>(paths).filter(([, { post }]) =>
      post?.parameters?.some((parameter: Json) => parameter.name === "Idempotency-Key"),
    )
    expect(taking.map(([path]) => path).sort()).toEqual([
      "/messages",
      "/messages/batch",
      "/rooms/{roomId}/message",
    ])
  })

  test("the longest key serves, and every printable character", async () => {
    const printable = String.fromCharCode(...times(94, n => n + 33))
    results([await byAlice(text, printable), await byAlice(text, "~".repeat(255))])
    expect(await stored()).toHaveLength(2)
  })

  test("a body nested without end is refused with a key as without one", async () => {
    const body = `{"messageType":"poll","message":${"[".repeat(50_000)}${"]".repeat(50_000)}}`
    const headers = { ...userHeaders(stage.cast.alice), "content-type": "application/json" }
    const withKey = { ...headers, "Idempotency-Key": room }
    expect(refusalOf(await stage.raw("POST", path, { headers, body }))).toBe("400 INVALID_MESSAGE_FORMAT")
    expect(refusalOf(await stage.raw("POST", path, { headers: withKey, body }))).toBe("400 INVALID_PARAMETER")
  })

  test("a repeated call is answered with the message as it now stands, and takes no edit back", async () => {
    const [{ _id }] = results([await byAlice(text, `sent ${room}`)])
    const edit = (message: string) => byAlice({ _id, message }, `${message} ${room}`)
    results([await edit("second"), await edit("third")])
    const again = results([await edit("second"), await byAlice(text, `sent ${room}`)])
    expect(again).toMatchObject(Array(2).fill({ _id, message: "third" }))
    expect(await stored()).toMatchObject([{ _id, message: "third" }])
  })

  test("an edit that changes nothing uses its key up all the same", async () => {
    const [{ _id }] = results([await byAlice(text, `sent ${room}`)])
    results([await byAlice({ _id, message: text.message }, room)])
    expect(refusalOf(await byAlice({ _id, message: "Another" }, room))).toBe("422 IDEMPOTENCY_KEY_REUSED")
    expect(await stored()).toMatchObject([{ _id, message: text.message }])
  })

  test("whoever may no longer speak still learns that it was sent; whoever was removed does not", async () => {
    const [{ _id }] = results([await byAlice(text, room)])
    await stage.backend("PUT", `/rooms/${room}`, { status: 0 })
    expect(refusalOf(await byAlice(text, `new ${room}`))).toBe("403 ROOM_INACTIVE")
    expect(results([await byAlice(text, room)])).toMatchObject([{ _id }])
    await stage.backend("POST", `/rooms/${room}/delete/members`, { members: ["alice"] }, "bob")
    expect(refusalOf(await byAlice(text, room))).toBe("403 NOT_ROOM_MEMBER")
  })

  test("what was deleted since is not sent again", async () => {
    const [{ _id }] = results([await byAlice(text, room)])
    await stage.backend("DELETE", `/rooms/${room}/messages/${_id}`)
    expect(refusalOf(await byAlice(text, room))).toBe("404 MESSAGE_NOT_FOUND")
    expect(await stored()).toEqual([])
  })

  test("a batch that was cut off is finished by its repetition, and no letter goes out twice", async () => {
    const body = { ...text, sender: "alice", paras: times(5, () => ({ room })) }
    const ask = () => keyedBackend(stage, "/messages/batch", body, room)
    const [sent] = results([await ask()])
    const lost = (await stored())[2]
    const { db } = stage.parley.ctx
    const unfinished = [JSON.stringify({ batchId: sent.batchID }), `%${sent.batchID}%`]
    await db.write(async tx => {
      expect(await tx.run("UPDATE sent_keys SET answer = ? WHERE answer LIKE ?", unfinished)).toBe(1)
      expect(await tx.run("DELETE FROM sent_keys WHERE answer = ?", [lost._id])).toBe(1)
      await tx.run("DELETE FROM messages WHERE id = ?", [lost._id])
    })
    expect(results([await ask()])).toEqual([sent])
    const after = await stored()
    expect(after.map(message => message.batchID)).toEqual(Array(5).fill(sent.batchID))
    expect(after.map(message => message._id)).not.toContain(lost._id)
  })

  test("a key is remembered for a day; then it is free, and those that nobody uses are swept away", async () => {
    const send = (n: number) => byAlice(text, `${n} ${room}`)
    const count = async () =>
      (await stage.parley.ctx.db.get<{ n: number }>("SELECT COUNT(*) AS n FROM sent_keys"))?.n ?? 0
    const first = results(await Promise.all(times(60, send)))
    stage.advance(dayMs - 1)
    expect(results([await send(0)])[0]._id).toBe(first[0]._id)
    const held = await count()
    expect(held).toBeGreaterThanOrEqual(60)
    stage.advance(1)
    expect(results([await send(0)])[0]._id).not.toBe(first[0]._id)
    results(await Promise.all(times(60, n => send(1000 + n))))
    expect(await count()).toBeLessThan(held + 10)
  })
})
