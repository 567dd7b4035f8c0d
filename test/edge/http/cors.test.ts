import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { type Stage, setStage } from "./stage.ts"

describe("calls from browsers", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage("sqlite")
  })
  afterAll(() => stage.close())

  const origin = "https://app.example.com"

  test("a preflight grants the headers that it asks for, and the methods", async () => {
    const asked = "content-type,im-authorization,im-client-key,x-timezone,client_key,api_key,authorization"
    const { status, headers } = await stage.raw("OPTIONS", "/rooms/r/lastRead", {
      headers: {
        origin,
        "access-control-request-method": "PUT",
        "access-control-request-headers": asked,
      },
    })
    expect([200, 204]).toContain(status)
    expect(headers.get("access-control-allow-origin")).toBe("*")
    const granted = headers.get("access-control-allow-headers")?.toLowerCase().split(/,\s*/)
    expect(granted).toEqual(expect.arrayContaining(asked.split(",")))
    const methods = headers.get("access-control-allow-methods")?.split(/,\s*/)
    expect(methods).toEqual(expect.arrayContaining(["GET", "HEAD", "POST", "PUT", "DELETE"]))
  })

  test("a preflight is answered on every path, with a slash at its end and unknown ones", async () => {
    for (const path of ["/rooms", "/rooms/", "/nothing/here"]) {
      const { status, headers } = await stage.raw("OPTIONS", path, {
        headers: { origin, "access-control-request-method": "POST" },
      })
      expect([path, status < 300, headers.get("access-control-allow-origin")]).toEqual([path, true, "*"])
    }
  })

  test("every answer can be read, failures included", async () => {
    const answers = [
      await stage.raw("GET", "/me", { headers: { ...userHeaders(stage.cast.alice), origin } }),
      await stage.raw("GET", "/me", { headers: { origin } }),
      await stage.raw("GET", "/nothing", { headers: { origin } }),
      await stage.raw("POST", "/rooms", { headers: { origin }, body: "{" }),
      await stage.raw("GET", "/me"),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 400, 401])
    for (const { headers } of answers) expect(headers.get("access-control-allow-origin")).toBe("*")
  })

  test("the refusal of a path that is not properly percent-encoded can be read, too", async () => {
    const { status, headers } = await stage.raw("GET", "/rooms/%zz", { headers: { origin } })
    expect([status, headers.get("access-control-allow-origin")]).toEqual([400, "*"])
  })

  test("no cookies are asked for or taken", async () => {
    const { headers } = await stage.raw("GET", "/me", { headers: { origin } })
    expect(headers.get("access-control-allow-credentials")).toBeNull()
    expect(headers.get("set-cookie")).toBeNull()
  })

  test("named origins alone are granted where the operator names them", async () => {
    const narrow = await setStage("sqlite", { CORS_ORIGINS: `${origin}, https://b.example.com` })
    try {
      const granted = async (from: string) =>
        (await narrow.raw("GET", "/me", { headers: { origin: from } })).headers.get(
          "access-control-allow-origin",
        )
      expect(await granted(origin)).toBe(origin)
      expect(await granted("https://b.example.com")).toBe("https://b.example.com")
      expect([null, "false"]).toContain(await granted("https://evil.example.com"))
    } finally {
      await narrow.close()
    }
  })
})
