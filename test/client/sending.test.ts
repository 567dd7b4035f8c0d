import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type ChatClient, type ClientOptions, newMessageId, timeOfId } from "../../client/src/index.ts"
import { asUser } from "../support/backend.ts"
import { type FlakyProxy, startProxy } from "../support/flaky-proxy.ts"
import { engines } from "../support/parley.ts"
import { online, type Stage, setStage, shows, texts, until } from "./stage.ts"

const hour = 60 * 60 * 1000

describe.each(engines)("what a client sends on %s", engine => {
  let stage: Stage
  let proxy: FlakyProxy
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    proxy = await startProxy(stage.parley.url)
  })
  afterEach(async () => {
    stage.closeClients()
    await proxy.close()
  })
  afterAll(() => stage.close())

  const through = (options: Partial<ClientOptions> = {}) =>
    stage.enter("alice", { url: proxy.url, ...options })
  const offline = (client: ChatClient) => until(client, "offline", () => client.state === "offline")
  const deliveries = (client: ChatClient) =>
    client.rooms
      .get("demo-room")
      ?.messages.flatMap(({ message, delivery }) => (delivery ? [[message, delivery]] : []))

  async function stored(): Promise<{ _id: string; message: string }[]> {
    const path = "/rooms/demo-room/messages/v3?limit=100"
    return (await asUser(stage.parley.url, stage.cast.bob, "GET", path)).data.reverse()
  }

  test("is shown at once, with the id it keeps", async () => {
    const alice = await through()
    const { message, stored: done } = alice.send("demo-room", { message: "at once" })
    expect(alice.rooms.get("demo-room")?.messages.at(-1)).toEqual(message)
    expect(message).toMatchObject({ delivery: "pending", sender: { _id: "alice" }, messageType: "text" })
    expect((await done)._id).toBe(message._id)
    expect(deliveries(alice)).toEqual([])
    expect(texts(alice).filter(text => text === "at once")).toHaveLength(1)
    expect(alice.rooms.get("demo-room")?.unread).toBe(0)
  })

  test("goes out in order after a time without a link", async () => {
    const alice = await through()
    proxy.refuse(true)
    proxy.cut()
    await offline(alice)
    const lines = ["first", "second", "third"].map(word => `${word} offline`)
    const sent = lines.map(message => alice.send("demo-room", { message }))
    expect(deliveries(alice)).toEqual(lines.map(line => [line, "pending"]))
    await stage.say("said by Bob meanwhile")
    proxy.refuse(false)
    await Promise.all(sent.map(one => one.stored))
    const expected = ["said by Bob meanwhile", ...lines]
    expect((await stored()).slice(-4).map(({ message }) => message)).toEqual(expected)
    expect(texts(alice).slice(-4)).toEqual(expected)
  })

  test("goes out once, though a later session was given it as well", async () => {
    const alice = await through()
    proxy.refuse(true)
    proxy.cut()
    await offline(alice)
    const { message, stored: done } = alice.send("demo-room", { message: "from two sessions" })
    const kept = alice.unsent
    expect(kept).toEqual([{ room: "demo-room", content: { message: "from two sessions", _id: message._id } }])
    const later = await stage.enter("alice")
    for (const { room, content } of kept) await later.send(room, content).stored
    proxy.refuse(false)
    await done
    expect(alice.unsent).toEqual([])
    expect((await stored()).filter(one => one.message === "from two sessions")).toMatchObject([
      { _id: message._id },
    ])
    expect((await stored()).at(-1)).not.toHaveProperty("editedAt")
  })

  test("is stored once however often its answer is lost", async () => {
    let lost = 0
    const alice = await through({
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        if (init?.method === "POST" && lost++ < 2) throw new TypeError("the answer was lost")
        return answer
      },
    })
    const told: unknown[] = []
    const bob = await stage.enter("bob")
    bob.on("message", ({ message }) => told.push(message.message))
    const { stored: done, message } = alice.send("demo-room", { message: "just once" })
    await done
    const { stored: next } = alice.send("demo-room", { message: "and then" })
    await next
    await shows(bob, "and then")
    expect(told).toEqual(["just once", "and then"])
    expect((await stored()).filter(({ _id }) => _id === message._id)).toHaveLength(1)
  })

  test("is stored once when the link breaks under it", async () => {
    const alice = await through()
    proxy.half("down")
    const sent = ["one", "two"].map(word => alice.send("demo-room", { message: `${word} under a break` }))
    const bob = await stage.enter("bob")
    await shows(bob, "one under a break")
    proxy.cut()
    await Promise.all(sent.map(one => one.stored))
    const words = (await stored())
      .map(({ message }) => message)
      .filter(text => text.includes("under a break"))
    expect(words).toEqual(["one under a break", "two under a break"])
    expect(texts(alice).slice(-2)).toEqual(words)
  })

  test("does not wait for answers of a link that is gone", async () => {
    let hanging: AbortSignal | null | undefined
    const alice = await through({
      fetch: (input, init) => {
        if (init?.method !== "POST" || hanging) return fetch(input, init)
        hanging = init.signal
        return new Promise((_, reject) =>
          hanging?.addEventListener("abort", () => reject(new Error("ended"))),
        )
      },
    })
    const { stored: done } = alice.send("demo-room", { message: "answered by the next link" })
    proxy.links()[0]?.cut()
    await offline(alice)
    expect(hanging?.aborted).toBe(true)
    expect((await done).message).toBe("answered by the next link")
  })

  test.each([-30, 30])("has the server's time in its id though the device is %d hours off", async hours => {
    const alice = await through({
      now: () => Date.now() + hours * hour,
      // A page of another origin may not read the date of an answer.
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        return new Response(await answer.text(), { status: answer.status })
      },
    })
    const { message, stored: done } = alice.send("demo-room", { message: "my clock is wrong" })
    await done
    expect(Math.abs(timeOfId(message._id) - Date.now())).toBeLessThan(hour / 60)
  })

  test("gets another id when it waited for so long that the server would refuse its own", async () => {
    const alice = await through()
    const old = newMessageId(Date.now() - 30 * hour)
    const message = await alice.send("demo-room", { _id: old, message: "written days ago" }).stored
    expect(message._id).not.toBe(old)
    expect(texts(alice).filter(text => text === "written days ago")).toHaveLength(1)
    expect((await stored()).at(-1)).toMatchObject({ _id: message._id, message: "written days ago" })
  })

  test("says why it was refused, lets the next one pass, and goes out by hand or is given up", async () => {
    const alice = await through()
    const refused = alice.send("demo-room", { messageType: "sticker" })
    const passes = alice.send("demo-room", { message: "passes" })
    await expect(refused.stored).rejects.toMatchObject({ status: 400, code: "INVALID_MESSAGE_FORMAT" })
    await passes.stored
    const shown = () => alice.rooms.get("demo-room")?.messages.find(({ _id }) => _id === refused.message._id)
    expect(shown()).toMatchObject({ delivery: "refused", refusal: expect.stringContaining("sticker") })
    alice.retry("demo-room", refused.message._id)
    expect(shown()?.delivery).toBe("pending")
    await until(alice, "refused again", () => shown()?.delivery === "refused")
    alice.discard("demo-room", refused.message._id)
    expect(shown()).toBeUndefined()
  })

  test("survives the end of the app in a snapshot, and is stored once", async () => {
    const before = await through()
    proxy.half("down")
    const { message } = before.send("demo-room", { message: "sent, and never heard of" })
    const bob = await stage.enter("bob")
    await shows(bob, "sent, and never heard of")
    const waiting = before.send("demo-room", { message: "never sent" })
    const snapshot = JSON.parse(JSON.stringify(before.snapshot()))
    before.close()
    await expect(waiting.stored).rejects.toThrow("closed")
    const after = stage.open("alice", { snapshot })
    expect(deliveries(after)).toEqual([
      ["sent, and never heard of", "pending"],
      ["never sent", "pending"],
    ])
    await online(after)
    await until(after, "all sent", () => deliveries(after)?.length === 0)
    const ends = (await stored()).slice(-2)
    expect(ends.map(({ message }) => message)).toEqual(["sent, and never heard of", "never sent"])
    expect(ends[0]?._id).toBe(message._id)
  })

  test("edits, recalls and reactions show with their answer", async () => {
    const alice = await through()
    const { _id } = await alice.send("demo-room", { message: "to change" }).stored
    const shown = () => alice.rooms.get("demo-room")?.messages.find(one => one._id === _id)
    await alice.edit("demo-room", _id, { message: "changed" })
    expect(shown()?.message).toBe("changed")
    await alice.react(_id, "🎉")
    expect(shown()?.reactions).toMatchObject([{ client: "alice", reaction: "🎉" }])
    await alice.unreact(_id, "🎉")
    expect(shown()?.reactions).toEqual([])
    await alice.recall("demo-room", _id)
    expect(shown()?.messageType).toBe("recall")
  })
})
