import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { upsertClient } from "../../src/store/clients.ts"
import { GroupCommit } from "../../src/store/group-commit.ts"
import { listMessages } from "../../src/store/message-pages.ts"
import { insertMessage, type NewMessage } from "../../src/store/messages.ts"
import { findRoom, insertRoom } from "../../src/store/rooms.ts"
import { engines } from "../support/parley.ts"
import { openStore, type Store } from "./store.ts"

describe.each(engines)("many writes at once on %s", engine => {
  let store: Store
  beforeEach(async () => {
    store = await openStore(engine)
    await store.db.write(tx => insertRoom(tx, { ...emptyRoom, id: "r" }))
    store.commits.length = 0
  })
  afterEach(() => store.close())

  const now = 1_800_000_000_000
  const emptyRoom = {
    ...{ roomType: "group", pair: null, name: "", cover: "", description: "", ownerId: null, managers: [] },
    ...{
      roomTags: [],
      webhook: null,
      botMode: null,
      botState: "",
      extParams: "",
      encrypted: false,
      status: 1,
    },
    ...{ opening: 1, lastSeq: 0, lastMessageAt: 0, createdAt: now, emptiedSeq: 0 },
  } as unknown as Parameters<typeof insertRoom>[1]
  const draft = (text: string, more: Partial<NewMessage> = {}): NewMessage => ({
    ...{ roomId: "r", senderId: "alice", messageType: "text", content: { message: text } },
    ...more,
  })
  const send = (text: string, at = now, more: Partial<NewMessage> = {}) =>
    store.db.write(tx => insertMessage(tx, draft(text, more), at))
  const all = () =>
    listMessages(store.db, {
      roomId: "r",
      reader: { clientId: null, seesHidden: true },
      order: "createdAt",
      ascending: true,
      limit: 1000,
    })
  const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

  test("to one room get numbers without gap, in the order of their ids and times", async () => {
    // Clocks jump; a room's times never fall.
    const answers = await Promise.all(oneTo(200).map(i => send(String(i), now + (i % 7) * 3)))
    const seqs = answers.map(({ message }) => message?.seq ?? 0)
    expect([...seqs].sort((a, b) => a - b)).toEqual(oneTo(200))
    const stored = await all()
    expect(stored.map(({ seq }) => seq)).toEqual(oneTo(200))
    const ids = stored.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(200)
    const times = stored.map(({ createdAt }) => createdAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(stored.map(({ content }) => content.message).sort()).toEqual(oneTo(200).map(String).sort())
    expect(await findRoom(store.db, "r")).toMatchObject({ lastSeq: 200, lastMessageAt: times.at(-1) })
  })

  test("share commits", async () => {
    await Promise.all(oneTo(100).map(i => send(String(i))))
    expect(store.commits.reduce((sum, writes) => sum + writes, 0)).toBe(100)
    expect(store.commits.length).toBeLessThan(50)
  })

  test("answer each caller with what that caller wrote", async () => {
    const answers = await Promise.all(oneTo(50).map(i => send(`text ${i}`)))
    expect(answers.map(({ message }) => message?.content.message)).toEqual(oneTo(50).map(i => `text ${i}`))
  })

  test("are not harmed by one that fails among them", async () => {
    const failing = store.db.write(async tx => {
      await upsertClient(tx, { id: "half-made" }, now)
      await tx.run("INSERT INTO nothing VALUES (1)")
    })
    const refusing = store.db.write(async tx => {
      await upsertClient(tx, { id: "refused" }, now)
      throw new Error("refused by itself")
    })
    const outcomes = await Promise.allSettled([
      ...oneTo(10).map(i => send(`before ${i}`)),
      failing,
      refusing,
      ...oneTo(10).map(i => send(`after ${i}`)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array(10).fill("fulfilled"),
      "rejected",
      "rejected",
      ...Array(10).fill("fulfilled"),
    ])
    expect((await all()).map(({ seq }) => seq)).toEqual(oneTo(20))
    expect(await store.db.all("SELECT id FROM clients")).toEqual([])
  })

  test("of the same chosen id make one message, and all are told of it", async () => {
    const id = "6b49d200aaaaaaaaaaaaaaaa"
    const answers = await Promise.all(oneTo(30).map(i => send(`try ${i}`, now, { id })))
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    const [first] = await all()
    expect(await all()).toHaveLength(1)
    for (const { message } of answers) expect(message).toEqual(first)
    expect(await findRoom(store.db, "r")).toMatchObject({ lastSeq: 1 })
  })

  test("that were accepted are committed before the database closes", async () => {
    const sends = oneTo(40).map(i => send(String(i)))
    const closed = store.db.close()
    const outcomes = await Promise.allSettled(sends)
    await closed
    expect(outcomes.every(({ status }) => status === "fulfilled")).toBe(true)
    store.close = async () => {}
  })

  test("cannot be read before they are committed", async () => {
    let release: () => void = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    let begin: () => void = () => {}
    const begun = new Promise<void>(resolve => {
      begin = resolve
    })
    const write = store.db.write(async tx => {
      await insertMessage(tx, draft("x"), now)
      begin()
      await held
    })
    await begun
    // One engine shows what was there before, the other refuses to look.
    expect(await all().catch(() => [])).toEqual([])
    release()
    await write
    expect(await all()).toHaveLength(1)
  })

  test("leave their callers free to read, also after one among them failed", async () => {
    const readOn = async (text: string, layers: number) => {
      await send(text).catch(() => {})
      for (let i = 0; i < layers; i++) await null
      return findRoom(store.db, "r")
    }
    const failing = store.db.write(async () => {
      throw new Error("refused by itself")
    })
    const reads = oneTo(40).map(i => readOn(String(i), i % 8))
    await expect(failing).rejects.toThrow("refused by itself")
    for (const room of await Promise.all(reads)) expect(room).toMatchObject({ id: "r" })
  })

  test("that come in pairs, at different times, never share a number", async () => {
    for (const i of oneTo(20)) {
      await Promise.all([send(`a ${i}`, now + 10 * i), send(`b ${i}`, now + 10 * i + 1)])
    }
    expect((await all()).map(({ seq }) => seq)).toEqual(oneTo(40))
    expect(await findRoom(store.db, "r")).toMatchObject({ lastSeq: 40 })
  })
})

describe("patient writes", () => {
  test("are committed after a while, also those that come while a commit is under way", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const sizes: number[] = []
    const group = new GroupCommit(async jobs => {
      sizes.push(jobs.length)
      if (sizes.length === 1) await held
      return jobs.map(() => "done")
    })
    const first = group.write(async () => {})
    await vi.waitFor(() => expect(sizes).toEqual([1]))
    const patient = group.writeSoon(async () => {})
    await vi.advanceTimersByTimeAsync(150)
    release()
    await first
    await vi.advanceTimersByTimeAsync(150)
    expect(await patient).toBe("done")
    const last = group.writeSoon(async () => {})
    await group.drain()
    expect(await last).toBe("done")
    vi.useRealTimers()
  })
})
