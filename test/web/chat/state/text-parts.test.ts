import { expect, test } from "vitest"
import { isJumbo, splitText } from "../../../../web/chat/state/text-parts.ts"

test("web addresses become links, without the punctuation around them", () => {
  expect(splitText("see https://a.example/x?y=1. Or (http://b.example)!")).toEqual([
    { kind: "text", text: "see " },
    { kind: "link", text: "https://a.example/x?y=1" },
    { kind: "text", text: ". Or (" },
    { kind: "link", text: "http://b.example" },
    { kind: "text", text: ")!" },
  ])
})

test("nothing but http and https is a link, and markup is text", () => {
  const words = "javascript:alert(1) <b>ftp://x</b>"
  expect(splitText(words)).toEqual([{ kind: "text", text: words }])
})

test("mentioned ids show names", () => {
  expect(splitText("hi @alice!", new Map([["alice", "Alice"]]))).toEqual([
    { kind: "text", text: "hi " },
    { kind: "mention", text: "@Alice" },
    { kind: "text", text: "!" },
  ])
})

test("a few emoji alone are drawn large", () => {
  expect(isJumbo("🎉🎉")).toBe(true)
  expect(isJumbo("ok 🎉")).toBe(false)
  expect(isJumbo("")).toBe(false)
})
