import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { call } from "../../../support/backend.ts"
import { engines } from "../../../support/parley.ts"
import { type Browser, type Desk, openBrowser, openDesk, password } from "./stage.ts"

const hour = 3_600_000

describe.each(engines)("an operator's sign-in on %s", engine => {
  let desk: Desk
  let browser: Browser
  beforeAll(async () => {
    desk = await openDesk(engine, { TRUSTED_PROXIES: "127.0.0.1" })
  })
  afterAll(() => desk.close())
  beforeEach(() => {
    browser = openBrowser(desk.parley.url)
  })

  const from = (address: string) => ({ "X-Forwarded-For": address })
  const guess = (address: string, name = "operator", word = "a wrong password") =>
    browser.raw("POST", "/session", { name, password: word }, from(address))

  test("opens with the right password, and the cookie is for this page alone", async () => {
    const answer = await browser.signIn(" Operator ")
    expect(answer.body).toEqual({ RC: 0, RM: "OK", result: { name: "operator" } })
    expect(answer.headers.get("set-cookie")).toMatch(
      /^parley-operator=[\w-]{43}; Path=\/dashboard; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    )
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(await browser.ask("GET", "/session")).toEqual({ name: "operator" })
  })

  test("is kept to https where the browser came by it", async () => {
    const answer = await browser.raw(
      "POST",
      "/session",
      { name: "operator", password },
      { "X-Forwarded-Proto": "https" },
    )
    expect(answer.headers.get("set-cookie")).toMatch(/; SameSite=Strict; Secure$/)
  })

  test("says nothing of whether a name is known", async () => {
    const [wrong, unknown] = [await guess("192.0.2.1"), await guess("192.0.2.1", "nobody")]
    expect([wrong.status, wrong.body]).toEqual([403, unknown.body])
    expect(wrong.body.error.code).toBe("WRONG_PASSWORD")
    expect(wrong.headers.get("set-cookie")).toBeNull()
  })

  test("waits after five wrong passwords from one address, and longer each time", async () => {
    for (let i = 0; i < 5; i++) expect((await guess("192.0.2.2", `nobody-${i}`)).status).toBe(403)
    const waits = async () => {
      const { status, headers, body } = await guess("192.0.2.2", "nobody")
      expect([status, body.error.code, body.retryAfter]).toEqual([
        429,
        "RATE_LIMIT_EXCEEDED",
        Number(headers.get("retry-after")),
      ])
      return body.retryAfter
    }
    expect(await waits()).toBe(30)
    expect((await guess("192.0.2.2", "operator", password)).status).toBe(429)
    expect((await guess("192.0.2.3", "operator", password)).status).toBe(200)
    desk.advance(30_000)
    expect((await guess("192.0.2.2", "nobody")).status).toBe(403)
    expect(await waits()).toBe(60)
    desk.advance(60_000)
    expect((await guess("192.0.2.2", "operator", password)).status).toBe(200)
    expect((await guess("192.0.2.2", "nobody")).status).toBe(403)
  })

  test("waits after ten wrong passwords for one name, wherever they come from", async () => {
    for (let i = 0; i < 10; i++) expect((await guess(`2001:db8:${i}::1`, "somebody")).status).toBe(403)
    expect((await guess("192.0.2.4", "somebody")).status).toBe(429)
    expect((await guess("192.0.2.4", "operator", password)).status).toBe(200)
  })

  test("takes neighbours in one network of IPv6 for one", async () => {
    for (let i = 0; i < 5; i++) expect((await guess(`2001:db8:99:1::${i}`, `other-${i}`)).status).toBe(403)
    expect((await guess("2001:db8:99:1:ffff::9", "another")).status).toBe(429)
  })

  test("ends when the operator signs out", async () => {
    await browser.signIn()
    const { cookie } = browser
    const answer = await browser.raw("DELETE", "/session")
    expect(answer.headers.get("set-cookie")).toMatch(/^parley-operator=; Path=\/dashboard; Max-Age=0;/)
    browser.cookie = cookie
    expect(await browser.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
  })

  test("is replaced by a new one on the same browser", async () => {
    await browser.signIn()
    const { cookie } = browser
    await browser.signIn()
    expect(await browser.ask("GET", "/session")).toEqual({ name: "operator" })
    browser.cookie = cookie
    expect(await browser.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
  })

  test("ends when it was not used for twelve hours, and after a week in any case", async () => {
    await browser.signIn()
    const idle = openBrowser(desk.parley.url)
    await idle.signIn()
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      expect(await browser.ask("GET", "/session")).toEqual({ name: "operator" })
      // The use is noted a moment after the answer.
      await desk.parley.ctx.db.write(async () => {})
      desk.advance(11 * hour)
    }
    expect(await idle.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
    expect(await browser.ask("GET", "/session")).toEqual({ name: "operator" })
    await desk.parley.ctx.db.write(async () => {})
    desk.advance(11 * hour)
    expect(await browser.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
  })

  test("is stored as a hash, and so is the password", async () => {
    await browser.signIn()
    const token = browser.cookie.split("=")[1] ?? ""
    const sessions = await desk.parley.ctx.db.all("SELECT * FROM operator_sessions")
    const operators = await desk.parley.ctx.db.all("SELECT * FROM operators")
    expect(JSON.stringify(sessions)).not.toContain(token)
    expect(JSON.stringify(operators)).not.toContain(password)
    expect(JSON.stringify(operators)).toContain("scrypt$32768$8$3$")
  })

  test("outlives a new password on this browser only", async () => {
    const other = openBrowser(desk.parley.url)
    await browser.signIn()
    await other.signIn()
    const next = "another password, much longer"
    const change = (current: string, to: string) =>
      browser.refused("POST", "/password", { current, next: to })
    expect(await change("a wrong password", next)).toBe("403 WRONG_PASSWORD")
    expect(await change(password, "too short")).toBe("400 INVALID_PARAMETER")
    expect(await change(password, password)).toBe("400 INVALID_PARAMETER")
    await browser.ask("POST", "/password", { current: password, next })
    expect(await browser.ask("GET", "/session")).toEqual({ name: "operator" })
    expect(await other.refused("GET", "/session")).toBe("401 OPERATOR_SIGNED_OUT")
    expect((await other.signIn("operator", password)).status).toBe(403)
    expect((await other.signIn("operator", next)).status).toBe(200)
    await browser.ask("POST", "/password", { current: next, next: password })
  })

  test("is of no use to other sites", async () => {
    await browser.signIn()
    const attempt = (headers: Record<string, string>) =>
      browser.refused("PUT", "/run-settings", { stolen: true }, headers)
    expect(await attempt({ "X-Parley-Dashboard": "" })).toBe("403 FOREIGN_ORIGIN")
    for (const Origin of ["https://evil.example", "null", `${desk.parley.url}.evil.example`])
      expect(await attempt({ Origin })).toBe("403 FOREIGN_ORIGIN")
    expect(await browser.ask("GET", "/run-settings")).toEqual({})
    const own = await browser.raw("PUT", "/run-settings", { own: true }, { Origin: desk.parley.url })
    expect(own.body.result).toEqual({ own: true })
    await browser.ask("DELETE", "/run-settings/own")
  })

  test("other origins are granted nothing, not even to learn what is there", async () => {
    const Origin = "https://evil.example"
    const { url } = desk.parley
    const paths = ["/dashboard/api/session", "/dashboard/api/nothing", "/dashboard/nothing"]
    for (const path of paths) {
      const preflight = { headers: { Origin, "Access-Control-Request-Method": "POST" } }
      const answers = [
        await call(url, "OPTIONS", path, preflight),
        await call(url, "GET", path, { headers: { Origin } }),
      ]
      for (const { status, headers } of answers) {
        expect(status).toBeGreaterThanOrEqual(400)
        const granted = [...headers.keys()].filter(name => name.startsWith("access-control"))
        expect(granted).toEqual([])
      }
    }
  })
})
