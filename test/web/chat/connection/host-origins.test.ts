import { expect, test } from "vitest"
import { namedOrigin, targetsOf } from "../../../../web/chat/connection/host-origins.ts"

test("reports go to the parent's origin where the browser tells it", () => {
  expect(targetsOf(["*"], "https://shop.example")).toEqual(["https://shop.example"])
  expect(targetsOf(["https://a.example", "https://b.example"], "https://b.example")).toEqual([
    "https://b.example",
  ])
})

test("else to each origin that may embed the page, or, where patterns may, to the one that could", () => {
  expect(targetsOf(["https://a.example", "https://b.example:8443"], undefined)).toEqual([
    "https://a.example",
    "https://b.example:8443",
  ])
  for (const ancestors of [["*"], ["https://*.example"], ["https:"], ["https://a.example", "shop.example"]])
    expect(targetsOf(ancestors, undefined)).toEqual(["*"])
  for (const origin of ["null", "file://"]) expect(targetsOf(["*"], namedOrigin(origin))).toEqual(["*"])
})
