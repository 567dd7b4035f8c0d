import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openPage, startBrowser } from "../support/browser.ts"
import { apiKey, type Parley, startParley } from "../support/parley.ts"

let parley: Parley
let browser: Browser
beforeAll(async () => {
  parley = await startParley("sqlite")
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await parley?.close()
})

test("the page runs nothing but what this server serves, and nobody may frame it", async () => {
  for (const path of ["/docs", "/docs/"]) {
    const { status, headers } = await fetch(parley.url + path)
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"])
    const policy = headers.get("content-security-policy")
    for (const rule of [
      "style-src 'self'",
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy?.split(";")).toContain(rule)
    }
  }
  expect((await fetch(`${parley.url}/docs/package.json`)).status).toBe(404)
})

test("operations can be browsed and tried out in a browser, with everything from this origin", async () => {
  const { page, failures } = await openPage(browser, "about:blank")
  const asked = new Set<string>()
  const complaints: string[] = []
  page.on("request", request => asked.add(new URL(request.url()).origin))
  page.on("console", line => void (line.type() === "error" && complaints.push(line.text())))
  await page.goto(`${parley.url}/docs`)

  await page.getByRole("heading", { name: /Parley/ }).waitFor()
  await page.getByRole("button", { name: "Authorize" }).first().click()
  await page.locator("#api_key_value").first().fill(apiKey)
  await page.getByRole("button", { name: "Apply credentials" }).first().click()
  await page.getByRole("button", { name: "Close", exact: true }).first().click()

  await page.locator("#operations-tag-admin").click()
  await page.getByText("Number of live sockets").click()
  await page.getByRole("button", { name: "Try it out" }).click()
  await page.getByRole("button", { name: "Execute" }).click()
  await page.getByText('"RM": "OK"').first().waitFor()

  expect([...asked]).toEqual([parley.url])
  expect([failures, complaints]).toEqual([[], []])
  await page.context().close()
})
