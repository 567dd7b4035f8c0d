import { afterAll, beforeAll, expect, test } from "vitest"
import packageInfo from "../../../package.json" with { type: "json" }
import { type Parley, startParley } from "../../support/parley.ts"

let parley: Parley
beforeAll(async () => {
  parley = await startParley("sqlite", { FRAME_ANCESTORS: "https://shop.example" })
})
afterAll(() => parley.close())

const get = (path: string, accept = "*/*") => fetch(parley.url + path, { headers: { accept } })

test("the chat page is served at /chat, /chat/ and to browsers at /", async () => {
  for (const path of ["/chat", "/chat/?token=x", "/"]) {
    const response = await get(path, "text/html,*/*")
    expect([path, response.status, response.headers.get("content-type")]).toEqual([
      path,
      200,
      "text/html; charset=utf-8",
    ])
    expect(await response.text()).toContain('id="parley-bootstrap"')
  }
  expect((await get("/", "application/json")).status).toBe(404)
})

test("the page may be embedded where the setting says, keeps its address to itself and runs no foreign script", async () => {
  const { headers } = await get("/chat")
  expect(headers.get("x-frame-options")).toBeNull()
  expect(headers.get("referrer-policy")).toBe("no-referrer")
  expect(headers.get("cache-control")).toBe("no-store")
  const policy = headers.get("content-security-policy")
  expect(policy).toContain("frame-ancestors https://shop.example")
  expect(policy).toContain("script-src 'self';")
})

test("the bootstrap tells the client key and never the API key", async () => {
  const html = await (await get("/chat")).text()
  expect(html).toContain("test-client-key-0123456789")
  expect(html).not.toContain("test-api-key")
})

test("the script is cached shortly as latest, for ever under its version, and loads from any origin", async () => {
  const [latest, versioned] = [
    await get("/sdk/web/latest/imkit.min.js"),
    await get(`/sdk/web/${packageInfo.version}/imkit.min.js`),
  ]
  expect(latest.headers.get("cache-control")).toBe("public, max-age=300")
  expect(versioned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
  expect(latest.headers.get("cross-origin-resource-policy")).toBe("cross-origin")
  expect(await latest.text()).toBe(await versioned.text())
  expect((await get("/sdk/web/9.9.9/imkit.min.js")).status).toBe(404)
})

test("files outside the built page cannot be reached", async () => {
  for (const path of [
    "/chat-assets/assets/..%2f..%2f..%2fpackage.json",
    "/chat-assets/assets/%2e%2e/index.html",
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, expect.toBeOneOf([400, 403, 404])])
  }
})
