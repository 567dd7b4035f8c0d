import { randomUUID } from "node:crypto"
import { SignJWT } from "jose"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ensureOperator } from "../../../../src/chat/operators.ts"
import { baseSettings, engines } from "../../../support/parley.ts"
import { type Desk, deedsOf, openBrowser, openDesk, password } from "./stage.ts"

describe.each(engines)("operators on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  const names = async () => (await desk.ask("GET", "/operators")).map(({ name }: { name: string }) => name)

  test("the first is made once", async () => {
    expect(await ensureOperator(desk.parley.ctx, "another password")).toBeUndefined()
    expect(await desk.ask("GET", "/operators")).toEqual([
      { name: "operator", createdAt: desk.now(), lastSignInAt: desk.now() },
    ])
  })

  test("are made with a password that is shown once, and signs in", async () => {
    const made = await desk.ask("POST", "/operators", { name: " Sue.Ng@example.com " })
    expect(made).toEqual({ name: "sue.ng@example.com", password: expect.stringMatching(/^[\w-]{20}$/) })
    const sue = openBrowser(desk.parley.url)
    expect((await sue.signIn("SUE.NG@example.com", made.password)).status).toBe(200)
    expect(await desk.refused("POST", "/operators", { name: "Sue.Ng@example.com" })).toBe(
      "409 OPERATOR_ALREADY_EXISTS",
    )
    for (const name of ["", " ", "<b>", "a b", "é", ".x", "x".repeat(65)])
      expect(await desk.refused("POST", "/operators", { name })).toBe("400 INVALID_PARAMETER")
    const { data } = await desk.ask("GET", "/audit")
    expect(JSON.stringify(data)).not.toContain(made.password)
  })

  test("are removed, with their sign-ins; but not the last, and nobody removes themselves", async () => {
    const { password: word } = await desk.ask("POST", "/operators", { name: "tom" })
    const tom = openBrowser(desk.parley.url)
    await tom.signIn("tom", word)
    expect(await tom.refused("DELETE", "/operators/tom")).toBe("409 OPERATOR_NEEDED")
    await desk.ask("DELETE", "/operators/Tom")
    expect(await tom.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
    expect((await tom.signIn("tom", word)).status).toBe(403)
    expect(await desk.refused("DELETE", "/operators/tom")).toBe("404 OPERATOR_NOT_FOUND")
    expect(await names()).not.toContain("tom")
  })

  test("two who remove each other leave one", async () => {
    const words = []
    for (const name of ["ann", "ben"]) words.push((await desk.ask("POST", "/operators", { name })).password)
    const [ann, ben] = [openBrowser(desk.parley.url), openBrowser(desk.parley.url)]
    await ann.signIn("ann", words[0])
    await ben.signIn("ben", words[1])
    for (const name of await names())
      if (!["ann", "ben"].includes(name)) await ann.ask("DELETE", `/operators/${encodeURIComponent(name)}`)
    const answers = await Promise.all([
      ann.raw("DELETE", "/operators/ben"),
      ben.raw("DELETE", "/operators/ann"),
    ])
    const statuses = answers.map(answer => answer.status).sort()
    expect([
      [200, 401],
      [200, 404],
      [200, 409],
    ]).toContainEqual(statuses)
    const [left = ""] = await desk.parley.ctx.db.all<{ name: string }>("SELECT name FROM operators")
    expect(["ann", "ben"]).toContain((left as { name: string }).name)
  })

  test("get a new password from whoever knows the server's secret, once for each proof", async () => {
    const proof = (secret: string, name: string, more: { age?: number; audience?: string } = {}) => {
      const now = Math.floor(desk.now() / 1000) - (more.age ?? 0)
      return new SignJWT()
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(more.audience ?? "parley-operator")
        .setSubject(name)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + 60)
        .sign(new TextEncoder().encode(secret))
    }
    const stranger = openBrowser(desk.parley.url)
    const reset = (name: string, jwt: string) =>
      stranger.raw("POST", `/operators/${name}/password`, undefined, { authorization: `Bearer ${jwt}` })
    const secret = baseSettings.JWT_SECRET
    for (const jwt of [
      ...["", "x", desk.cast.alice, await proof("another secret, as long as the other", "eve")],
      ...[await proof(secret, "other"), await proof(secret, "eve", { age: 200 })],
      await proof(secret, "eve", { audience: "something else" }),
    ])
      expect((await reset("eve", jwt)).body.error.code).toBe("OPERATOR_SIGNED_OUT")
    const good = await proof(secret, "eve")
    const { body } = await reset("eve", good)
    expect((await reset("eve", good)).status).toBe(401)
    expect((await stranger.signIn("eve", body.result.password)).status).toBe(200)
    expect((await reset("eve", await proof(secret, "eve"))).status).toBe(200)
    expect(await stranger.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
  })
})

describe.each(engines)("what operators do on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  test("is noted with who, when, where and to what, the last deed first; readings are not", async () => {
    await desk.ask("POST", "/users", { _id: "dora", nickname: "Dora" })
    desk.advance(1000)
    await desk.refused("DELETE", "/rooms/nowhere")
    await desk.browser.raw("POST", "/session", { name: "operator", password: "a wrong password" })
    await desk.ask("GET", "/users")
    const { totalCount, data } = await desk.ask("GET", "/audit")
    expect(totalCount).toBe(4)
    const common = { operator: "operator", address: "127.0.0.1" }
    expect(data).toEqual([
      {
        ...{ at: desk.now(), ...common, act: "session.start", target: "operator" },
        detail: "refused: WRONG_PASSWORD",
      },
      { at: desk.now(), ...common, act: "room.delete", target: "nowhere", detail: "refused: ROOM_NOT_FOUND" },
      { at: desk.now() - 1000, ...common, act: "user.create", target: "dora", detail: "" },
      { at: desk.now() - 1000, ...common, act: "session.start", target: "operator", detail: "" },
    ])
    expect(await deedsOf(desk, 1)).toEqual(["session.start operator"])
    expect((await desk.ask("GET", "/audit?skip=3&limit=5")).data).toHaveLength(1)
    expect(JSON.stringify(data)).not.toContain(password)
  })

  test("is not noted of whoever is nobody", async () => {
    const before = (await desk.ask("GET", "/audit")).totalCount
    const stranger = openBrowser(desk.parley.url)
    expect(await stranger.refused("POST", "/users", { _id: "eve" })).toBe("401 OPERATOR_SIGNED_OUT")
    expect(await stranger.refused("POST", "/operators/eve/password")).toBe("401 OPERATOR_SIGNED_OUT")
    expect((await desk.ask("GET", "/audit")).totalCount).toBe(before)
  })
})

test("nothing is answered to whoever is signed out", async () => {
  const desk = await openDesk("sqlite")
  const stranger = openBrowser(desk.parley.url)
  stranger.cookie = "parley-operator=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
  const calls = `GET /session|DELETE /session|POST /password|GET /operators|POST /operators|DELETE /operators/x
GET /overview|GET /keys|POST /keys/apiKey/reveal|POST /keys/apiKey/rotate|DELETE /keys/apiKey/previous
GET /settings|GET /run-settings|PUT /run-settings|DELETE /run-settings/x|GET /devices|POST /push-test
POST /callback-test|GET /users|GET /users/alice|POST /users|PUT /users/alice|DELETE /users/alice
POST /users/alice/token|DELETE /users/alice/tokens|PUT /users/alice/mute|DELETE /users/alice/mute
GET /rooms|GET /rooms/x|GET /rooms/x/messages|POST /rooms|PUT /rooms/x|DELETE /rooms/x|POST /rooms/x/message
POST /rooms/x/members|DELETE /rooms/x/members/alice|GET /rooms/x/bans|PUT /rooms/x/bans/a|DELETE /rooms/x/bans/a
GET /messages|DELETE /messages/x|PUT /messages/x/hidden|GET /messages/x/explain|GET /reports|PUT /reports/x
GET /statistics|GET /connections|GET /outbox|POST /outbox/x/retry|GET /dead-webhooks|POST /dead-webhooks/replay
GET /audit`
  try {
    for (const line of calls.split(/[|\n]/)) {
      const [method = "", path = ""] = line.split(" ")
      expect([line, await stranger.refused(method, path)]).toEqual([line, "401 OPERATOR_SIGNED_OUT"])
      if (method !== "GET")
        expect(await desk.refused(method, path, {}, { "X-Parley-Dashboard": "" })).toBe("403 FOREIGN_ORIGIN")
    }
  } finally {
    await desk.close()
  }
})
