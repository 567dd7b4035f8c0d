import { createHmac } from "node:crypto"
import type { ServerResponse } from "node:http"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { call, userHeaders } from "../../support/backend.ts"
import { type FakeTokenService, startTokenService } from "../../support/fake-token-service.ts"
import { clientKey, engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

const secret = "a-shared-secret"
const minute = 60_000

describe.each(engines)("tokens of the operator's own service on %s", engine => {
  let service: FakeTokenService
  let stage: Stage
  let url: string
  beforeAll(async () => {
    service = await startTokenService()
    stage = await setStage(engine, {
      ...{ AUTH: service.verifyUrl, WEBHOOK_SECRET: secret, ALLOW_INSECURE_CALLBACKS: "1" },
    })
    url = stage.parley.url
  })
  afterAll(async () => {
    await stage.close()
    await service.close()
  })
  afterEach(() => {
    service.react()
    service.calls.length = 0
  })

  const get = (token: string, path = "/me") => call(url, "GET", path, { headers: userHeaders(token) })
  const me = async (token: string) => (await get(token)).body.result
  const refused = async (token: string) => refusalOf(await get(token))
  const post = (token: string, path: string) => call(url, "POST", path, { headers: userHeaders(token) })
  const answerWith = (status: number, body: string, headers = {}) =>
    service.react((response: ServerResponse) => void response.writeHead(status, headers).end(body))
  const asked = () => service.calls.length
  const unavailable = {
    RC: 503,
    RM: "Service Unavailable",
    error: { code: "AUTH_UNAVAILABLE", message: expect.stringContaining("try again") },
  }

  test("the service is asked with the token alone, and the call is signed over its time and its bytes", async () => {
    const token = await service.issue({ id: "u-ask" })
    expect(await me(`Bearer ${token}`)).toMatchObject({ _id: "u-ask" })
    const [{ path, headers, text }] = service.calls as [(typeof service.calls)[0]]
    expect({ path, text }).toEqual({
      path: "/verify?secret=in-the-address",
      text: JSON.stringify({ token }),
    })
    const signature = createHmac("sha256", secret).update(`${stage.now()}.${text}`).digest("hex")
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-imkit-timestamp": String(stage.now()),
      "x-imkit-signature": `sha256=${signature}`,
    })
  })

  test("a user who is not known is made, with what the service says of them", async () => {
    const claims = { id: "u-new", nickname: "Mina 🌱", avatarUrl: "https://img.example/m.png" }
    expect(await me(await service.issue(claims))).toMatchObject({
      ...{ _id: "u-new", nickname: "Mina 🌱", avatarUrl: "https://img.example/m.png" },
      ...{ clientType: "user", isRobot: false },
    })
  })

  test("what the service says of a known user takes the place of what is stored, and of nothing else", async () => {
    const stored = { _id: "u-old", nickname: "Old", avatarUrl: "https://old", description: "stays" }
    await stage.backend("POST", "/admin/clients", stored)
    expect(await me(await service.issue({ id: "u-old", nickname: "New" }))).toMatchObject({
      ...{ nickname: "New", avatarUrl: "https://old", description: "stays" },
    })
    expect(await me(await service.issue({ id: "u-old", nickname: null, avatarUrl: 7 }))).toMatchObject({
      ...{ nickname: "New", avatarUrl: "https://old" },
    })
    expect(await me(await service.issue({ id: "u-old", nickname: "", avatarUrl: "a\0b" }))).toMatchObject({
      ...{ nickname: "", avatarUrl: "https://old" },
    })
  })

  test("what the server issued or bound itself is good without asking", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "u-bound", token: "bound-by-backend" })
    for (const token of [stage.cast.alice, "bound-by-backend"]) expect((await get(token)).status).toBe(200)
    expect(asked()).toBe(0)
  })

  test("what the server knows as ended is refused without asking", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "u-ended", token: "ended", expirationDate: 1 })
    expect(await refused("ended")).toBe("401 INVALID_TOKEN")
    expect(asked()).toBe(0)
  })

  test("what can be no token is refused without asking", async () => {
    for (const token of ["Bearer ", "x".repeat(8193)]) expect(await refused(token)).toBe("401 INVALID_TOKEN")
    expect(await refused(" ")).toBe("401 INVALID_TOKEN")
    const headers = { "IM-CLIENT-KEY": `${clientKey}x`, "IM-Authorization": "anything" }
    expect(refusalOf(await call(url, "GET", "/me", { headers }))).toBe("403 INVALID_CLIENT_KEY")
    expect(asked()).toBe(0)
  })

  test("any answer but 2xx is a refusal, asked for anew each time", async () => {
    for (const status of [300, 307, 400, 401, 403, 404, 429, 500, 502]) {
      answerWith(status, '{"id":"alice"}', { location: service.verifyUrl })
      expect([status, await refused("same-token")]).toEqual([status, "401 INVALID_TOKEN"])
    }
    expect(asked()).toBe(9)
    answerWith(200, '{"id":"u-late"}')
    expect(await me("same-token")).toMatchObject({ _id: "u-late" })
  })

  test.each([
    ...[
      "",
      "no JSON",
      "null",
      "[]",
      '"u-1"',
      "{}",
      '{"id":7}',
      '{"id":""}',
      '{"id":"a/b"}',
      '{"id":"a\\u0000"}',
    ],
    ...['{"id":"u-cut', `{"id":"${"x".repeat(257)}"}`, `{"id":"u-long","pad":"${"x".repeat(70_000)}"}`],
  ])("an answer that makes no sense, like %.20j, says nothing of the token", async body => {
    answerWith(200, body)
    const answer = await get("some-token")
    expect([answer.status, answer.body]).toEqual([503, unavailable])
  })

  test("a group never signs in", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "g-1", nickname: "Group", members: ["alice"] })
    expect(await refused(await service.issue({ id: "g-1" }))).toBe("401 INVALID_TOKEN")
  })

  test("a good answer is believed for a minute", async () => {
    const token = await service.issue({ id: "u-cache" })
    for (let i = 0; i < 5; i++) expect((await get(token)).status).toBe(200)
    stage.advance(minute - 1)
    expect((await get(token)).status).toBe(200)
    expect(asked()).toBe(1)
    stage.advance(1)
    answerWith(401, "{}")
    expect(await refused(token)).toBe("401 INVALID_TOKEN")
    expect(asked()).toBe(2)
  })

  test("an answer is believed no longer than the token lasts", async () => {
    const inAnswer = await service.issue({ id: "u-exp" }, stage.now() + 30_000)
    expect((await get(inAnswer)).status).toBe(200)
    stage.advance(30_000)
    expect(await refused(inAnswer)).toBe("401 INVALID_TOKEN")
    // A JWT tells its end even if the answer does not.
    answerWith(200, '{"id":"u-exp"}')
    const inToken = await service.issue({ id: "u-exp" }, stage.now() + 30_000)
    expect((await get(inToken)).status).toBe(200)
    stage.advance(30_000)
    expect(await refused(inToken)).toBe("401 INVALID_TOKEN")
  })

  test("a hundred calls at once with one token ask once", async () => {
    const token = await service.issue({ id: "u-many", nickname: "Many" })
    const answers = await Promise.all(Array.from({ length: 100 }, () => get(token)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(asked()).toBe(1)
    const others = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => me(await service.issue({ id: `u-many-${i}` }))),
    )
    expect(others.map(({ _id }) => _id)).toEqual(Array.from({ length: 100 }, (_, i) => `u-many-${i}`))
    expect(asked()).toBe(101)
  })

  test("badges by tokens count its tokens too, and leave none out while it cannot be asked", async () => {
    const token = await service.issue({ id: "u-badge" })
    const badges = () =>
      call(url, "POST", "/badges", {
        headers: { "IM-CLIENT-KEY": clientKey },
        body: { tokens: [token, "bad-token", stage.cast.alice] },
      })
    expect((await badges()).body.result.data).toEqual([
      { client: "u-badge", badge: 0 },
      { client: "alice", badge: expect.any(Number) },
    ])
    service.react(response => void response.destroy())
    stage.advance(minute)
    expect(refusalOf(await badges())).toBe("503 AUTH_UNAVAILABLE")
  })

  describe.each([4, 2] as const)("on sockets of version %i", version => {
    const open = () => TestSocket.open(url, { version })

    test("signing in asks once and brings the user", async () => {
      const token = await service.issue({ id: `s-${version}`, nickname: "Socket" })
      const socket = await open()
      const answer = await socket.signIn(token)
      expect(answer).toMatchObject({ RC: 0, result: { client: `s-${version}`, nickname: "Socket" } })
      expect(asked()).toBe(1)
      const room = await stage.backend("POST", "/rooms/", {
        ...{ roomType: "group", members: [`s-${version}`, "alice"] },
      })
      const sent = await socket.ask("chat message", { room: room._id, message: "hello" })
      expect(sent.RC).toBe(0)
      expect(await socket.next("chat message")).toMatchObject({ message: "hello" })
      socket.close()
    })

    test("a refused token is refused as ever", async () => {
      const socket = await open()
      const refusal = { RC: 401, RM: "Unauthorized", error: { code: "INVALID_TOKEN", reason: "unknown" } }
      expect(await socket.signIn("bad-token")).toMatchObject(refusal)
      expect(await socket.next("error")).toMatchObject(refusal)
      socket.close()
    })

    test("while the service cannot be asked the socket stays, and signs in when it can", async () => {
      const token = await service.issue({ id: `s-${version}` })
      stage.advance(minute)
      const socket = await open()
      service.react(response => void response.destroy())
      expect(await socket.signIn(token)).toEqual(unavailable)
      expect(await socket.next("error")).toEqual(unavailable)
      expect(await socket.ask("chat message", { room: "r", message: "m" })).toMatchObject({
        ...{ RC: 401, error: { reason: "notSignedIn" } },
      })
      service.react()
      expect(await socket.signIn(token)).toMatchObject({ RC: 0 })
      socket.close()
    })

    test("the end of the token is the end of the sign-in; without one it lasts until the next sign-in", async () => {
      const [ending, endless] = await Promise.all([open(), open()])
      const short = await service.issue({ id: `s-${version}` }, stage.now() + 30_000)
      const long = await service.issue({ id: `s-${version}` })
      await ending.signIn(short)
      await endless.signIn(long)
      stage.advance(86_400_000)
      expect(await ending.next("error")).toMatchObject({ RC: 401, error: { reason: "expired" } })
      expect(await endless.ask("nonsense")).toMatchObject({ error: { code: "UNKNOWN_EVENT" } })
      answerWith(401, "{}")
      expect(await endless.signIn(long)).toMatchObject({ RC: 401 })
      ending.close()
      endless.close()
    })
  })

  describe("that end here", () => {
    const ends = (socket: TestSocket, reason: string) =>
      expect(socket.next("error")).resolves.toMatchObject({ RC: 401, error: { reason } })

    test("by logging out are good no more, although the service would have them", async () => {
      const token = await service.issue({ id: "u-out" })
      const socket = await TestSocket.signedIn(url, token)
      const { status, body } = await post(token, "/me/logout")
      expect([status, body.result.token]).toEqual([200, token])
      await ends(socket, "loggedOut")
      expect(await refused(token)).toBe("401 INVALID_TOKEN")
      expect(asked()).toBe(1)
      socket.close()
    })

    test("by logging out elsewhere lose their sockets, and the caller's keeps its own", async () => {
      const [here, there] = [await service.issue({ id: "u-two" }), await service.issue({ id: "u-two" })]
      const kept = await TestSocket.signedIn(url, here)
      const lost = await TestSocket.signedIn(url, there)
      expect((await post(here, "/me/logout-others")).status).toBe(200)
      await ends(lost, "loggedOutElsewhere")
      expect(await kept.ask("nonsense")).toMatchObject({ error: { code: "UNKNOWN_EVENT" } })
      kept.close()
      lost.close()
    })

    test("nor does it revive what the server gave and took back", async () => {
      answerWith(200, '{"id":"u-back"}')
      const give = async () =>
        (await stage.backend("POST", "/admin/clients", { _id: "u-back", issueAccessToken: true })).token
      const [named, loggedOut, elsewhere, kept] = [await give(), await give(), await give(), await give()]
      await stage.backend("DELETE", "/admin/clients/u-back/token", { token: named })
      await post(loggedOut, "/me/logout")
      const others = await post(kept, "/me/logout-others")
      expect(others.body.result.data).toMatchObject([{ token: elsewhere }])
      await stage.backend("PUT", "/admin/clients/u-back/token", { token: "replacing" })
      const gone = [named, loggedOut, elsewhere, kept]
      for (const token of gone) expect(await refused(token)).toBe("401 INVALID_TOKEN")
      expect(asked()).toBe(0)
      expect(await me("replacing")).toMatchObject({ _id: "u-back" })
      const again = ["DELETE", "/admin/clients/u-back/token", { token: named }] as const
      expect(await stage.refusedBackend(...again)).toBe("404 TOKEN_NOT_FOUND")
    })

    test("by being revoked all together lose their sockets, and the service is asked anew", async () => {
      const token = await service.issue({ id: "u-revoked" })
      const socket = await TestSocket.signedIn(url, token)
      const other = await TestSocket.signedIn(url, await service.issue({ id: "u-spared" }))
      await stage.backend("DELETE", "/admin/clients/u-revoked/token")
      await ends(socket, "revoked")
      answerWith(401, "{}")
      expect(await refused(token)).toBe("401 INVALID_TOKEN")
      expect(await other.ask("nonsense")).toMatchObject({ error: { code: "UNKNOWN_EVENT" } })
      socket.close()
      other.close()
    })
  })

  test("a service that is not there is no fault of the token", async () => {
    const gone = await startTokenService()
    await gone.close()
    const settings = { AUTH_VERIFY_URL: gone.verifyUrl, ALLOW_INSECURE_CALLBACKS: "1" }
    const other = await setStage(engine, settings)
    try {
      const answer = await other.raw("GET", "/me", { headers: userHeaders("some-token") })
      expect([answer.status, answer.body]).toEqual([503, unavailable])
      expect((await other.raw("GET", "/me", { headers: userHeaders(other.cast.alice) })).status).toBe(200)
    } finally {
      await other.close()
    }
  })

  test("a service at a private address is not called where that is not allowed", async () => {
    const settings = { AUTH: service.verifyUrl.replace("http:", "https:") }
    const guarded = await setStage(engine, settings)
    try {
      const answer = await guarded.raw("GET", "/me", {
        headers: userHeaders(await service.issue({ id: "u-x" })),
      })
      expect([answer.status, answer.body, asked()]).toEqual([503, unavailable, 0])
    } finally {
      await guarded.close()
    }
  })

  test("a service that does not answer is given up, over REST and on sockets, and holds nobody else up", async () => {
    service.react(() => {})
    const [new4, new2] = await Promise.all([TestSocket.open(url), TestSocket.open(url, { version: 2 })])
    await new2.encode("base64")
    const called = service.called()
    const waiting = Promise.all([get("t-rest"), new4.signIn("t-4"), new2.signIn("t-2")])
    await called
    expect((await get(stage.cast.alice)).status).toBe(200)
    const [rest, ack4, ack2] = await waiting
    expect([rest.status, rest.body, ack4, ack2]).toEqual([503, unavailable, unavailable, unavailable])
    new4.close()
    new2.close()
  })
})
