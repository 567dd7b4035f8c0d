import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { encode, TestSocket } from "../../support/test-socket.ts"

describe.each(engines)("encodings on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob)
  })
  afterEach(() => {
    alice.close()
    bob.close()
  })

  const write = (message: unknown) =>
    platform(parley.url, "POST", "/messages", {
      room: "demo-room",
      sender: "alice",
      messageType: "text",
      message,
    })

  test.each([
    [{ encoding: "base64" }, "base64"],
    [{ encoding: "base64", extra: true }, "base64"],
    [{ encoding: "none" }, "none"],
    [{ encoding: "" }, "none"],
    [{}, "none"],
  ])("conf with %j is answered plainly with the encoding in force", async (wish, encoding) => {
    expect(await bob.ask("conf", wish)).toEqual({ RC: 0, RM: "OK", result: { encoding } })
  })

  test.each([{ encoding: "custom" }, { encoding: "rot13" }, { encoding: 64 }, { encoding: {} }])(
    "conf with %j is refused and the encoding stays",
    async wish => {
      await bob.encode("base64")
      expect(await bob.ask("conf", wish)).toMatchObject({ RC: 400, RM: "Unsupported encoding" })
      await write("still base64")
      expect(await bob.next("chat message")).toMatchObject({ message: "still base64" })
    },
  )

  test("conf after signing in holds from the next event on, and may be taken back", async () => {
    await write("1")
    await bob.next("chat message")
    await bob.encode("base64")
    await write("2")
    await bob.next("chat message", m => m.message === "2")
    await bob.encode("none")
    await write("3")
    await bob.next("chat message", m => m.message === "3")
    expect(bob.heard.filter(one => one.event === "chat message").map(one => typeof one.args[0])).toEqual([
      "object",
      "string",
      "object",
    ])
  })

  test("the text inside base64 is ASCII, so that every published decoder reads it", async () => {
    await bob.encode("base64")
    const text = "ümlaut 中文 👩‍👩‍👧 \u2028 \ud83d lone"
    await write(text)
    await bob.next("chat message")
    const [sent] = bob.heard.filter(one => one.event === "chat message").map(one => one.args[0])
    expect(sent).toMatch(/^[A-Za-z0-9+/]+=*$/)
    expect(atob(sent)).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(atob(sent)).message).toBe(JSON.parse(Buffer.from(sent, "base64").toString()).message)
  })

  test("two sockets of one user may differ in encoding", async () => {
    const other = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    const sent = await write("both")
    expect((await bob.next("chat message"))._id).toBe(sent._id)
    expect((await other.next("chat message"))._id).toBe(sent._id)
    other.close()
  })

  const message = { room: "demo-room", message: "Grüße 中文" }
  const base64 = encode(message)
  test.each([
    ["an object", message],
    ["JSON text", JSON.stringify(message)],
    ["base64 of JSON", base64],
    ["base64 without padding", base64.replace(/=+$/, "")],
    ["base64 with URL-safe letters", base64.replaceAll("+", "-").replaceAll("/", "_")],
  ])("a message is read from %s, on sockets of either encoding", async (_, argument) => {
    expect(await alice.ask("chat message", argument)).toMatchObject({
      RC: 0,
      result: { message: message.message },
    })
    await alice.encode("base64")
    expect(await alice.ask("chat message", argument)).toMatchObject({
      RC: 0,
      result: { message: message.message },
    })
  })

  test.each([
    ["text that is neither", "hello there"],
    ["broken JSON", '{"room":'],
    ["a list", [message]],
    ["JSON text of a list", "[1]"],
    ["base64 of a list", encode([1])],
    ["base64 of bytes that are not UTF-8", Buffer.from([0xff, 0xfe, 0x7b]).toString("base64")],
    ["a number", 7],
    ["nothing at all", null],
  ])("%s is no message", async (_, argument) => {
    expect(await alice.ask("chat message", argument)).toMatchObject({ RC: 400 })
  })

  test.each([
    ["the room alone", ["demo-room"], ""],
    ["room and text", ["demo-room", "See yo"], "See yo"],
    ["an object", [{ room: "demo-room", message: "See yo" }], "See yo"],
  ])("typing is read from %s", async (_, args, text) => {
    expect(await alice.ask("typing", ...args)).toEqual({
      RC: 0,
      RM: "OK",
      result: { room: "demo-room", message: text, sender: "alice" },
    })
    expect(await bob.next("typing")).toMatchObject({ room: "demo-room", message: text, sender: "alice" })
  })

  test.each([
    ["base64 of it", Buffer.from("é 中").toString("base64"), "é 中"],
    ["the text itself", "See you!", "See you!"],
    ["text that only looks like base64", "////", "////"],
  ])("on a base64 socket the typed text may be %s", async (_, typed, text) => {
    await alice.encode("base64")
    alice.say("typing", "demo-room", typed)
    expect(await bob.next("typing")).toMatchObject({ message: text })
  })

  test("on a base64 socket typing may come as base64 of an object", async () => {
    await alice.encode("base64")
    alice.say("typing", encode({ room: "demo-room", message: "typed" }))
    expect(await bob.next("typing")).toMatchObject({ room: "demo-room", message: "typed" })
  })
})
