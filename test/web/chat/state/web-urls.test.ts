import { expect, test } from "vitest"
import { actionUrl, webUrl } from "../../../../web/chat/state/web-urls.ts"
import { injections } from "../../../support/injections.ts"

const here = "https://here.example"

test("addresses of the web and of the server are let through as they mean", () => {
  expect(webUrl("https://a.example/x")).toBe("https://a.example/x")
  expect(webUrl("HTTP://a.example")).toBe("http://a.example/")
  expect(webUrl("/files/chat/1?thumbnail=1")).toBe("/files/chat/1?thumbnail=1")
  expect(actionUrl("tel:+886-2-1234")).toBe("tel:+886-2-1234")
  expect(actionUrl("mailto:bob@b.example")).toBe("mailto:bob@b.example")
})

test("anything else is none", () => {
  const others = [
    "",
    "x",
    "//evil.example",
    "/\t/evil.example",
    "/\\evil.example",
    "mailto:a@b.example",
    5,
    null,
    {},
    ["https://a"],
  ]
  const paths = injections.filter(one => one.startsWith("/"))
  for (const path of paths) expect(new URL(webUrl(path) ?? "", here).origin).toBe(here)
  const rest = injections.filter(one => !paths.includes(one))
  for (const other of [...rest, ...others]) expect(webUrl(other)).toBeUndefined()
  for (const other of rest) expect(actionUrl(other)).toBeUndefined()
  expect(webUrl(`https://a.example/${"a".repeat(10_000)}`)).toBeUndefined()
})
