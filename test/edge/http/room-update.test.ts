import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("updating a room on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine, { ALLOW_INSECURE_CALLBACKS: "0" })
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
  })
  afterAll(() => stage.close())

  type Person = Parameters<Stage["as"]>[0]
  const put = (who: Person, body: unknown) => stage.as(who, "PUT", `/rooms/${room}`, body)
  const refusedPut = (who: Person, body: unknown) => stage.refused(who, "PUT", `/rooms/${room}`, body)
  const read = () => stage.backend("GET", `/rooms/${room}`)

  test("given fields change and others stay", async () => {
    const described = { name: "Garden", cover: "https://img.example.com/g.png", description: "Seeds" }
    const configured = {
      webhook: "https://bots.example.com/hook",
      botMode: false,
      extParams: "a=1",
      encrypted: true,
      opening: 0,
      roomTags: ["work", "vip", "work"],
    }
    expect(await put("alice", described)).toMatchObject({ ...described, opening: 1, encrypted: false })
    const answer = await put("alice", configured)
    expect(answer).toMatchObject({ ...described, ...configured, roomTags: ["work", "vip"], unread: 0 })
    expect(await read()).toMatchObject({ ...described, ...configured, roomTags: ["work", "vip"] })
  })

  test("empty text, an empty list and null clear", async () => {
    const full = {
      name: "Garden",
      cover: "c",
      description: "d",
      roomTags: ["a"],
      extParams: "x",
      webhook: "key",
    }
    const empty = { name: "", cover: "", description: "", roomTags: [], extParams: "" }
    for (const clearing of [
      { ...empty, webhook: "" },
      Object.fromEntries(Object.keys(full).map(k => [k, null])),
    ]) {
      await put("alice", { ...full, botMode: true, encrypted: true, managers: ["bob"] })
      const cleared = await put("alice", { ...clearing, botMode: null, encrypted: null, managers: null })
      expect(cleared).toMatchObject({ ...empty, botMode: false, encrypted: false, managers: [] })
      expect(cleared).not.toHaveProperty("webhook")
    }
    expect(await put("alice", { owner: null })).not.toHaveProperty("owner")
  })

  test("managers and admins may what the owner may, plain members and strangers nothing", async () => {
    await put("alice", { managers: ["bob"] })
    expect(await put("bob", { name: "Bob's", opening: 0 })).toMatchObject({
      name: "Bob's",
      isSuperuser: true,
    })
    for (const body of [{ name: "x" }, { opening: 1 }, { managers: ["carol"] }, { owner: "carol" }, {}])
      expect(await refusedPut("carol", body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await refusedPut("bender", { name: "x" })).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("alice", "PUT", "/rooms/nowhere", {})).toBe("404 ROOM_NOT_FOUND")
    expect(await read()).toMatchObject({ name: "Bob's", managers: ["bob"] })
  })

  test("in a room without anybody above, members describe it and the API key does the rest", async () => {
    room = await stage.room(["alice", "bob"])
    expect(await put("bob", { name: "Ours", roomTags: ["a"] })).toMatchObject({
      name: "Ours",
      roomTags: ["a"],
    })
    for (const body of [{ status: 0 }, { name: "x", webhook: "key" }, { owner: "bob" }])
      expect(await refusedPut("bob", body)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.backend("PUT", `/rooms/${room}`, { owner: "bob" })).toMatchObject({
      name: "Ours",
      owner: { _id: "bob" },
    })
    expect(await put("bob", { opening: 0 })).toMatchObject({ opening: 0 })
  })

  test("both sides of a direct room describe it; nobody owns it, and the rest is the API key's", async () => {
    const direct = { roomType: "direct", members: ["alice", "bob"] }
    room = (await stage.backend("POST", "/rooms", direct))._id
    expect(await put("bob", { name: "Us" })).toMatchObject({ name: "Us" })
    expect(await refusedPut("bob", { extParams: "a=1" })).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.backend("PUT", `/rooms/${room}`, { extParams: "a=1" })).toMatchObject({
      extParams: "a=1",
    })
    expect(await stage.refusedBackend("PUT", `/rooms/${room}`, { owner: "bob" })).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    expect(await refusedPut("carol", { name: "x" })).toBe("404 ROOM_NOT_FOUND")
  })

  test("ownership is handed over by superusers, to members only", async () => {
    expect(await put("alice", { owner: "bob" })).toMatchObject({ owner: { _id: "bob" }, isSuperuser: false })
    expect(await refusedPut("alice", { owner: "alice" })).toBe("403 INSUFFICIENT_PERMISSIONS")
    for (const body of [{ owner: "bender" }, { managers: ["carol", "bender"] }, { owner: "nobody" }])
      expect(await refusedPut("bob", body)).toBe("400 INVALID_PARAMETER")
    expect(await read()).toMatchObject({ owner: { _id: "bob" }, managers: [] })
  })

  test("a frozen room is read but not spoken in, listed by nobody, and thawed by a superuser", async () => {
    await stage.say(room, "alice", "still here")
    expect(await put("alice", { status: 0 })).toMatchObject({ status: 0 })
    const text = { message: "hello" }
    expect(await stage.refused("bob", "POST", `/rooms/${room}/message`, text)).toBe("403 ROOM_INACTIVE")
    expect(await stage.refused("bob", "POST", `/rooms/${room}/typing`)).toBe("403 ROOM_INACTIVE")
    await stage.say(room, "alice", "by the backend")
    expect(await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).toMatchObject({ totalCount: 2 })
    expect((await stage.as("bob", "GET", "/rooms/ids")).data).not.toContain(room)
    await put("alice", { status: 1 })
    await stage.as("bob", "POST", `/rooms/${room}/message`, text)
    expect((await stage.as("bob", "GET", "/rooms/ids")).data[0]).toBe(room)
  })

  test("values of the wrong kind are refused, and nothing of the call is done", async () => {
    for (const body of [
      { status: 7 },
      { status: "0" },
      { opening: 2 },
      { opening: null },
      { name: 5 },
      { roomTags: "vip" },
      { roomTags: [1] },
      { botMode: "yes" },
      { encrypted: 1 },
      { managers: "bob" },
      { owner: ["bob"] },
      { name: "a\u0000b" },
    ])
      expect([body, await refusedPut("alice", { ...body, cover: "c" })]).toEqual([
        body,
        "400 INVALID_PARAMETER",
      ])
    expect(await refusedPut("alice", [])).toBe("400 INVALID_PARAMETER")
    expect(await read()).toMatchObject({ name: "", cover: "", status: 1, opening: 1, managers: [] })
  })

  test("a webhook is a key or a public address", async () => {
    for (const webhook of [
      "weather-bot",
      "https://bots.example.com/a?b=c",
      "http://93.184.216.34/",
      "ftp://x",
    ])
      expect(await put("alice", { webhook })).toMatchObject({ webhook, botMode: true })
    for (const webhook of [
      "http://127.0.0.1/x",
      "https://127.1",
      "https://2130706433/",
      "HTTP://10.1.2.3:8080",
      "https://192.168.0.1/",
      "https://169.254.169.254/latest/meta-data",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://[fd00::1]/",
      "https://0.0.0.0",
      "https://localhost:3000/",
      "https://localhost./",
      "https://a.localhost/",
      "https://",
    ])
      expect([webhook, await refusedPut("alice", { webhook })]).toEqual([webhook, "400 INVALID_PARAMETER"])
    const create = { members: ["alice"], webhook: "http://127.0.0.1/" }
    expect(await stage.refused("alice", "POST", "/rooms", create)).toBe("400 INVALID_PARAMETER")
    expect(await stage.refused("alice", "POST", "/rooms/createAndJoin", create)).toBe("400 INVALID_PARAMETER")
  })

  test("the state of a room's bot is set by those who may update the room", async () => {
    const answer = await stage.as("alice", "PUT", `/rooms/${room}/bot`, { botState: "asks-name" })
    expect(answer).toMatchObject({ _id: room, botState: "asks-name" })
    const refused = (who: Person, body: unknown) => stage.refused(who, "PUT", `/rooms/${room}/bot`, body)
    expect(await refused("bob", { botState: "x" })).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await refused("alice", {})).toBe("400 MISSING_PARAMETER")
    expect(await refused("alice", { botState: 1 })).toBe("400 INVALID_PARAMETER")
    expect(await read()).toMatchObject({ botState: "asks-name" })
  })

  test("messages that are sent meanwhile keep their numbers", async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => [
        put("alice", { name: `Name ${i}` }),
        stage.say(room, "alice", `text ${i}`),
      ]).flat(),
    )
    expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ unread: 10 })
    expect((await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).totalCount).toBe(10)
  })
})

describe.each(engines)("webhooks of the operator alone on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine, { ROOM_WEBHOOK_ADMIN_ONLY: "1", ALLOW_INSECURE_CALLBACKS: "1" })
  })
  afterAll(() => stage.close())

  test("users set none, whether they create or update; what older clients send empty is no webhook", async () => {
    const webhook = "http://127.0.0.1:9000/hook"
    const members = ["alice"]
    for (const [method, path, body] of [
      ["POST", "/rooms", { members, webhook }],
      ["POST", "/rooms/createAndJoin", { webhook }],
    ] as const) {
      expect(await stage.refused("alice", method, path, body)).toBe("403 INSUFFICIENT_PERMISSIONS")
      const { _id } = await stage.as("alice", method, path, { ...body, webhook: "" })
      for (const given of [webhook, "", null])
        expect(await stage.refused("alice", "PUT", `/rooms/${_id}`, { webhook: given })).toBe(
          "403 INSUFFICIENT_PERMISSIONS",
        )
      expect(await stage.backend("PUT", `/rooms/${_id}`, { webhook })).toMatchObject({ webhook })
    }
  })
})
