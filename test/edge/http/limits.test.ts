import { describe, expect, test } from "vitest"
import { call, userHeaders } from "../../support/backend.ts"
import { apiKey, startParley } from "../../support/parley.ts"
import { refusalOf, setStage } from "./stage.ts"

describe("the limit of calls with the API key", () => {
  test("answers 429 with the seconds to wait, and leaves users alone", async () => {
    // Making the cast takes four calls.
    const stage = await setStage("sqlite", { API_RATE_LIMIT: "6" })
    try {
      const call = () => stage.raw("GET", "/config", { headers: { "IM-API-KEY": apiKey } })
      expect([(await call()).status, (await call()).status]).toEqual([200, 200])
      const refused = await call()
      expect(refusalOf(refused)).toBe("429 RATE_LIMIT_EXCEEDED")
      expect(refused.body.retryAfter).toBeGreaterThan(0)
      expect(refused.body.retryAfter).toBeLessThanOrEqual(60)
      expect(refused.headers.get("retry-after")).toBe(String(refused.body.retryAfter))
      expect(refused.headers.get("access-control-allow-origin")).toBe("*")
      const headers = userHeaders(stage.cast.alice)
      expect((await stage.raw("GET", "/me", { headers })).status).toBe(200)
      expect((await stage.raw("GET", "/healthz")).status).toBe(200)
    } finally {
      await stage.close()
    }
  })

  test("does not count calls with a wrong key, so that strangers cannot use it up", async () => {
    const stage = await setStage("sqlite", { API_RATE_LIMIT: "5" })
    try {
      for (let i = 0; i < 10; i++) {
        expect((await stage.raw("GET", "/config", { headers: { "IM-API-KEY": "x" } })).status).toBe(401)
      }
      expect((await stage.raw("GET", "/config", { headers: { "IM-API-KEY": apiKey } })).status).toBe(200)
    } finally {
      await stage.close()
    }
  })
})

describe("the addresses that may use the API key", () => {
  /** Outcome of a call with the key from this machine. */
  async function answerWith(
    settings: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const parley = await startParley("sqlite", settings)
    try {
      const answer = await call(parley.url, "GET", "/config", {
        headers: { "IM-API-KEY": apiKey, ...headers },
      })
      return answer.status === 200 ? "200" : refusalOf(answer)
    } finally {
      await parley.close()
    }
  }

  const filter = (list: string) => ({ PLATFORM_API_SOURCE_FILTER: list })

  test("are all when none is named", async () => {
    expect(await answerWith({})).toBe("200")
  })

  test("are the named ones and those in named ranges", async () => {
    expect(await answerWith(filter("192.0.2.1, 127.0.0.1"))).toBe("200")
    expect(await answerWith(filter("127.0.0.0/8"))).toBe("200")
    expect(await answerWith(filter("192.0.2.1"))).toBe("401 INVALID_API_KEY")
    expect(await answerWith(filter("10.0.0.0/8,::1"))).toBe("401 INVALID_API_KEY")
  })

  test("are told by a proxy only where that proxy is trusted", async () => {
    const forwarded = { "x-forwarded-for": "192.0.2.7" }
    expect(await answerWith(filter("192.0.2.7"), forwarded)).toBe("401 INVALID_API_KEY")
    expect(await answerWith({ ...filter("192.0.2.7"), TRUSTED_PROXIES: "127.0.0.1" }, forwarded)).toBe("200")
  })
})
