import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { PollingSession } from "../../support/polling-session.ts"
import { frame, RawSocket } from "../../support/raw-socket.ts"
import { TestSocket } from "../../support/test-socket.ts"

const tooMany = { RC: 429, RM: "Too Many Requests", error: { code: "RATE_LIMIT_EXCEEDED" } }

describe.each(engines)("who sends too much on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let ahead = 0
  const opened: TestSocket[] = []

  beforeAll(async () => {
    const limits = { API_RATE_LIMIT: "1000", SOCKET_EVENT_LIMIT: "20", METRICS_PUBLIC: "1" }
    parley = await startParley(engine, limits, () => Date.now() + ahead)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(async () => {
    for (const socket of opened) socket.close()
    await parley.close()
  })

  async function signedIn(token: string): Promise<TestSocket> {
    const socket = await TestSocket.signedIn(parley.url, token)
    opened.push(socket)
    return socket
  }

  const send = (socket: TestSocket, message: string) =>
    socket.ask("chat message", { room: "demo-room", messageType: "poll", message })

  const sendMany = (socket: TestSocket, messages: string[]) =>
    Promise.all(messages.map(message => send(socket, message)))

  async function history({ url }: Parley, token: string): Promise<string[]> {
    const { data } = await asUser(url, token, "GET", "/rooms/demo-room/messages/v3?limit=100")
    return data.map((message: { _id: string }) => message._id).reverse()
  }

  test("is answered 429 beyond the events of a minute, nothing is done, and others go on", async () => {
    const [alice, phone, bob] = [
      await signedIn(cast.alice),
      await signedIn(cast.alice),
      await signedIn(cast.bob),
    ]
    const answers = await sendMany(
      alice,
      Array.from({ length: 30 }, (_, i) => `${i}`),
    )
    // Signing in was the first of the twenty.
    for (const answer of answers.slice(0, 19)) expect(answer.RC).toBe(0)
    for (const answer of answers.slice(19)) expect(answer).toMatchObject(tooMany)
    expect(answers[29].error.message).toBe("More than 20 events a minute on this connection: send slower.")
    alice.say("chat message", { room: "demo-room", message: "without a callback" })
    expect(await alice.ask("typing", "demo-room")).toMatchObject(tooMany)

    expect(await send(phone, "from another socket")).toMatchObject({ RC: 0 })
    const last = await send(bob, "from somebody else")
    const stored = await history(parley, cast.bob)
    expect(stored).toHaveLength(21)
    await alice.next("chat message", message => message._id === last.result._id)
    expect(alice.all("chat message").map(message => message._id)).toEqual(stored)

    ahead += 30_000
    const later = await sendMany(alice, Array(15).fill("later"))
    expect(later.filter(answer => answer.RC === 0).length).toBeGreaterThanOrEqual(10)
    expect(later.at(-1)).toMatchObject(tooMany)
    expect(alice.all("disconnect")).toEqual([])
  })

  test("uses the events of a minute up sooner by large ones", async () => {
    const bob = await signedIn(cast.bob)
    const answers = await sendMany(bob, Array(8).fill("x".repeat(60_000)))
    const refused = answers.filter(answer => answer.RC !== 0)
    // Four each, of nineteen.
    expect(refused.length).toBeGreaterThanOrEqual(2)
    for (const answer of refused) expect(answer).toMatchObject(tooMany)
  })

  test("has only so many bytes wait, whatever the number of events", async () => {
    const narrow = await startParley(engine, { SOCKET_BUFFER_BYTES: "65536" })
    const token = (await makeCast(narrow.url)).bob
    await makeDemoRoom(narrow.url)
    const bob = await TestSocket.signedIn(narrow.url, token)
    const answers = await sendMany(bob, Array(8).fill("x".repeat(60_000)))
    const taken = answers.filter(answer => answer.RC === 0).map(answer => answer.result._id)
    const refused = answers.filter(answer => answer.RC !== 0)
    expect(taken.length).toBeGreaterThanOrEqual(2)
    expect(refused.length).toBeGreaterThanOrEqual(1)
    for (const answer of refused) expect(answer).toMatchObject(tooMany)
    expect(refused[0].error.message).toBe("Too many events wait on this connection: send slower.")
    expect(await history(narrow, token)).toEqual(taken)
    expect(await send(bob, "slower")).toMatchObject({ RC: 0 })
    bob.close()
    await narrow.close()
  })

  async function refusedSoFar(): Promise<number> {
    const text = await (await fetch(`${parley.url}/metrics`)).text()
    return Number(/^parley_refused_events_total (\d+)$/m.exec(text)?.[1])
  }

  /** What somebody else does meanwhile. */
  async function talkUndisturbed(): Promise<void> {
    for (let i = 0; i < 30; i++) {
      const message = { messageType: "poll", message: `${i}` }
      await asUser(parley.url, cast.bob, "POST", "/rooms/demo-room/message", message)
    }
  }

  test("is read no further for a while: a WebSocket that floods is refused little of what it sends", async () => {
    const before = await refusedSoFar()
    const junk = frame('42["junk"]')
    const raw = await RawSocket.open(parley.url)
    raw.tcp.write(Buffer.alloc(1_000_000 * junk.length, junk))
    await talkUndisturbed()
    expect((await refusedSoFar()) - before).toBeLessThan(100_000)
    raw.close()
  })

  test("is read no further for a while: the next posts of a polling client wait", async () => {
    const polling = await PollingSession.open(parley.url)
    let posts = 0
    let goesOn = true
    const flooding = (async () => {
      for (; goesOn; posts++) await polling.say(Array(20).fill('42["junk"]').join("\u001e"))
    })()
    await talkUndisturbed()
    goesOn = false
    expect(posts).toBeLessThan(10)
    await flooding
    await polling.say("41")
  })

  test("is heard again once it has waited", async () => {
    const raw = await RawSocket.open(parley.url)
    raw.tcp.write(Buffer.concat(Array(8000).fill(frame('42["junk"]'))))
    raw.say('427["typing"]')
    await raw.hears('437[{"RC":429')
    ahead += 30_000
    raw.say('428["typing"]')
    await raw.hears('438[{"RC":401')
    raw.close()
  })

  test("ends a polling session by one body of very many packets", async () => {
    const polling = await PollingSession.open(parley.url)
    await polling.say(Array(20_000).fill("3").join("\u001e")).catch(() => {})
    await expect(polling.poll()).rejects.toThrow("400")
    expect(await send(await signedIn(cast.bob), "undisturbed")).toMatchObject({ RC: 0 })
  })

  test("may do so where limits are switched off", async () => {
    const free = await startParley(engine, { API_RATE_LIMIT: "0", SOCKET_EVENT_LIMIT: "5" })
    const token = (await makeCast(free.url)).alice
    await makeDemoRoom(free.url)
    const alice = await TestSocket.signedIn(free.url, token)
    const answers = await sendMany(alice, Array(50).fill("on and on"))
    expect(answers.filter(answer => answer.RC === 0)).toHaveLength(50)
    alice.close()
    await free.close()
  })
})
