import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { apiKey, engines } from "../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

describe.each(engines)("bad input on %s", engine => {
  let stage: Stage
  let room: string
  let messages: string

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"])
    messages = `/rooms/${room}/message`
  })
  afterEach(async () => {
    expect((await stage.raw("GET", "/healthz")).body).toEqual({ status: "ok" })
  })
  afterAll(() => stage.close())

  const keyed = (more: Record<string, string> = {}) => ({ "IM-API-KEY": apiKey, ...more })
  const post = async (path: string, body: unknown, more?: Record<string, string>) =>
    refusalOf(await stage.raw("POST", path, { headers: keyed(more), body }))
  const posted = (path: string, body: unknown, more?: Record<string, string>) =>
    stage.raw("POST", path, { headers: keyed(more), body })

  test("a body that is no JSON is refused", async () => {
    for (const body of ["{", "nonsense", '{"a":1,}', "\u0000", '{"_id":"x"}}', "[1"]) {
      expect([body, await post("/admin/clients", body)]).toEqual([body, "400 INVALID_BODY"])
    }
    expect(await post("/admin/clients", '{"__proto__":{"isRobot":true},"_id":"x"}')).toBe("400 INVALID_BODY")
  })

  test("a body that is JSON but no object is refused", async () => {
    for (const body of ["[]", '"text"', "7", "null", "true"]) {
      expect([body, (await post("/rooms", body)).slice(0, 3)]).toEqual([body, "400"])
      expect([body, (await post(messages, body)).slice(0, 3)]).toEqual([body, "400"])
    }
  })

  test("fields of wrong types are refused", async () => {
    for (const [path, body, code] of [
      ["/admin/clients", { _id: 7 }, "INVALID_PARAMETER"],
      ["/admin/clients", { _id: "x", nickname: { a: 1 } }, "INVALID_PARAMETER"],
      ["/admin/clients", { _id: "x", isRobot: "yes" }, "INVALID_PARAMETER"],
      ["/rooms", { members: "alice" }, "INVALID_PARAMETER"],
      ["/rooms", { members: [7] }, "INVALID_PARAMETER"],
      ["/rooms", { roomTags: [{}] }, "INVALID_PARAMETER"],
      ["/rooms", { name: ["x"] }, "INVALID_PARAMETER"],
      ["/me/subscribe", { type: 7, token: "t", deviceId: "d" }, "INVALID_PARAMETER"],
    ] as const) {
      expect([path, body, await post(path, body)]).toEqual([path, body, `400 ${code}`])
    }
  })

  test("a message of unusable content or type is refused by its own code", async () => {
    for (const body of [
      { messageType: 7, message: "x" },
      { messageType: "", message: "x" },
      { message: "x", mentions: "bob" },
      { message: "x", mentions: [{}] },
      { message: "x", reply: {} },
    ]) {
      expect([body, await post(messages, body)]).toEqual([body, "400 INVALID_MESSAGE_FORMAT"])
    }
  })

  test("a message that is larger than every reader should carry is refused, whatever field holds it", async () => {
    const parts = Array.from({ length: 140 }, () => "x".repeat(1024))
    for (const body of [{ message: parts.join("") }, { messageType: "poll", message: "x", extra: { parts } }])
      expect(await post(messages, body)).toBe("413 PAYLOAD_TOO_LARGE")
    const { _id } = await stage.backend("POST", "/rooms", { members: ["bob"] })
    await stage.as("bob", "POST", `/rooms/${_id}/message`, { message: parts.slice(0, 120).join("") })
  })

  test("a body of ten megabytes is refused, also when its length is not told", async () => {
    const body = JSON.stringify({ message: "x".repeat(10 * 1024 * 1024) })
    const tooLarge = await stage.raw("POST", messages, { headers: keyed(), body }).catch(() => undefined)
    // A server may close the connection before it has read everything that is coming.
    if (tooLarge) expect(refusalOf(tooLarge)).toBe("413 PAYLOAD_TOO_LARGE")
    const chunked = await fetch(stage.parley.url + messages, {
      method: "POST",
      headers: { "content-type": "application/json", ...keyed() },
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit).catch(() => undefined)
    if (chunked) expect(chunked.status).toBe(413)
    expect(await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).toMatchObject({ totalCount: 0 })
  })

  test("a control character in an id is a refusal or not found, wherever ids are read", async () => {
    const nul = "a\u0000b"
    const at = encodeURIComponent(nul)
    const refusals: Record<string, string> = {
      "room in path": await stage.refusedBackend("GET", `/rooms/${at}`),
      "room of a send": await post("/messages", {
        room: nul,
        sender: "alice",
        message: "x",
        messageType: "text",
      }),
      "sender of a send": await post("/messages", { room, sender: nul, message: "x", messageType: "text" }),
      "member of a new room": await post("/rooms", { members: [nul] }),
      "owner of a new room": await post("/rooms", { members: [], owner: nul }),
      "user of a new token": await stage.refusedBackend("PUT", `/admin/clients/${at}/token`, { token: "t" }),
      "user of a revocation": await stage.refusedBackend("DELETE", `/admin/clients/${at}/token`),
      "revoked token": await stage.refusedBackend("DELETE", "/admin/clients/alice/token", { token: nul }),
      "user of a device": await post("/me/subscribe", {
        type: "fcm",
        token: "t",
        deviceId: "d",
        clientId: nul,
      }),
      "reply of a message": await post(messages, { message: "x", reply: nul }, { "IM-CLIENT-ID": "alice" }),
      "read message": await stage.refused("bob", "PUT", `/rooms/${room}/lastRead`, { message: nul }),
      anchor: await stage.refused("bob", "GET", `/rooms/${room}/messages/v3?beforeMessage=${at}`),
      "message id": await post(messages, { _id: nul, message: "x" }),
    }
    for (const [where, refusal] of Object.entries(refusals)) {
      expect([where, refusal]).toEqual([where, expect.stringMatching(/^(400|404) /)])
    }
  })

  test("a control character among mentions or in a filter never breaks the server", async () => {
    const nul = "a\u0000b"
    const answers = {
      mention: await posted(messages, { message: "x", mentions: [nul] }, { "IM-CLIENT-ID": "alice" }),
      sender: await stage.raw(
        "GET",
        `/rooms/${room}/messages?q=${encodeURIComponent(JSON.stringify({ sender: nul }))}`,
        {
          headers: userHeaders(stage.cast.bob),
        },
      ),
      name: await stage.raw("GET", `/rooms?q=${encodeURIComponent(JSON.stringify({ name: nul }))}`, {
        headers: userHeaders(stage.cast.bob),
      }),
      badge: await stage.raw("GET", `/me/badge?clientId=${encodeURIComponent(nul)}`, { headers: keyed() }),
    }
    for (const [where, { status }] of Object.entries(answers)) {
      expect([where, status]).toEqual([where, expect.toSatisfy((s: number) => s < 500)])
    }
  })

  test("very long ids are refused or not found, wherever ids are read", async () => {
    const long = "ü".repeat(300)
    expect(await stage.refusedBackend("GET", `/rooms/${encodeURIComponent(long)}`)).toBe("404 ROOM_NOT_FOUND")
    expect(await post("/messages", { room: long, sender: "alice", message: "x", messageType: "text" })).toBe(
      "404 ROOM_NOT_FOUND",
    )
    expect(await post("/rooms", { members: [long] })).toMatch(/^(400|404) /)
    const { status } = await posted(messages, { message: "x", mentions: ["😀".repeat(500)] })
    expect(status).toBeLessThan(500)
  })

  test("the longest device ids and device tokens that are taken can be stored", async () => {
    const random = (length: number) =>
      Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000))).join("")
    const device = { type: "fcm", token: random(10_000), deviceId: random(1000) }
    const { status } = await posted("/me/subscribe", device, { "IM-CLIENT-ID": "alice" })
    expect(status).toBeLessThan(500)
  })

  test("a slash in an id of a path is part of the id", async () => {
    expect(await stage.refusedBackend("GET", "/rooms/a%2Fb")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("GET", "/rooms/a/b")).toBe("404 NOT_FOUND")
  })

  test("a path that is not properly percent-encoded is refused", async () => {
    for (const path of ["/rooms/%zz", "/rooms/%", "/rooms/%ff"]) {
      const refusal = refusalOf(await stage.raw("GET", path, { headers: keyed() }))
      expect([path, refusal]).toEqual([path, expect.stringMatching(/^(400|404) /)])
    }
  })

  test("repeated and nested parameters are refused or read, and never break the server", async () => {
    for (const query of [
      "limit=1&limit=2",
      "limit[]=1",
      "beforeMessage=a&beforeMessage=b",
      "sortOrder=asc&sortOrder=asc",
    ]) {
      const { status } = await stage.raw("GET", `/rooms/${room}/messages/v3?${query}`, {
        headers: userHeaders(stage.cast.bob),
      })
      expect([query, status]).toEqual([query, expect.toSatisfy((s: number) => s < 500)])
    }
    const { status } = await stage.raw("DELETE", "/admin/clients/carol/token?token=a&token=b", {
      headers: keyed(),
    })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  test("a wrong content type is refused", async () => {
    for (const type of ["text/plain", "application/xml", "multipart/form-data; boundary=x"]) {
      expect([type, await post("/rooms", "{}", { "content-type": type })]).toEqual([
        type,
        "415 UNSUPPORTED_MEDIA_TYPE",
      ])
    }
  })

  test("a form is taken for JSON where it can say the same", async () => {
    const type = { "content-type": "application/x-www-form-urlencoded" }
    const { status, body } = await posted("/admin/clients", "_id=formed&nickname=F%C3%A9e", type)
    expect([status, body.result]).toMatchObject([200, { _id: "formed", nickname: "Fée" }])
  })

  test("calls that need no body come with none, whatever type they claim", async () => {
    for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
      const headers = { ...userHeaders(stage.cast.bob), "content-type": type }
      const { status } = await stage.raw("PUT", `/rooms/${room}/lastRead`, { headers, body: "" })
      expect([type, status]).toEqual([type, 200])
    }
    expect(await post("/admin/clients", "")).toMatch(/^400 /)
  })

  test("slashes at the end never matter, and there are no redirects", async () => {
    for (const path of ["/rooms/", "/rooms"]) {
      const { status } = await posted(path, { members: ["alice"] })
      expect([path, status]).toEqual([path, 200])
    }
    for (const path of [`/rooms/${room}/`, `/rooms/${room}/messages/v3/`, "/me/", "/me/badge/", "/config/"]) {
      const headers = userHeaders(stage.cast.alice)
      const response = await fetch(stage.parley.url + path, { headers, redirect: "manual" })
      expect([path, response.status]).toEqual([path, 200])
    }
  })

  test("HEAD answers as GET does, without a body", async () => {
    const response = await fetch(`${stage.parley.url}/me`, {
      method: "HEAD",
      headers: userHeaders(stage.cast.alice),
    })
    expect([response.status, await response.text()]).toEqual([200, ""])
  })

  test("unknown paths and methods are not found", async () => {
    for (const [method, path] of [
      ["GET", "/nothing"],
      ["PATCH", "/rooms"],
      ["DELETE", "/me"],
      ["GET", "/../etc/passwd"],
      ["GET", "/chat-assets/assets/..%2f..%2f..%2fpackage.json"],
    ] as const) {
      const refusal = refusalOf(await stage.raw(method, path, { headers: keyed() }))
      expect([path, refusal]).toEqual([path, "404 NOT_FOUND"])
    }
  })
})
