import { expect, test } from "vitest"
import { foldText, isJumbo, splitText } from "../../../../web/chat/state/text-parts.ts"

const link = (text: string, href = text) => ({ kind: "link", text, href })
const text = (words: string) => ({ kind: "text", text: words })

test("web addresses become links, without the punctuation around them", () => {
  expect(splitText("see https://a.example/x?y=1. Or (http://b.example)!")).toEqual([
    text("see "),
    link("https://a.example/x?y=1"),
    text(". Or ("),
    link("http://b.example", "http://b.example/"),
    text(")!"),
  ])
  expect(splitText("www.c.example/(d)")).toEqual([link("www.c.example/(d)", "https://www.c.example/(d)")])
})

test("nothing but http and https is a link, and markup is text", () => {
  const words = "javascript:alert(1) <b>ftp://x</b>"
  expect(splitText(words)).toEqual([text(words)])
})

test("mail addresses and telephone numbers that name their country can be used", () => {
  expect(splitText("bob@b.example or +886 2 1234-5678, not 1234-5678 or 3+123456789")).toEqual([
    { kind: "contact", text: "bob@b.example", href: "mailto:bob@b.example" },
    text(" or "),
    { kind: "contact", text: "+886 2 1234-5678", href: "tel:+886212345678" },
    text(", not 1234-5678 or 3+123456789"),
  ])
})

test("mentioned ids and names show names, but not within an address", () => {
  const names = new Map([
    ["alice", "Alice"],
    ["al", "Al+"],
  ])
  expect(splitText("hi @alice, @Al+ and @alex https://a.example/@alice", names)).toEqual([
    text("hi "),
    { kind: "mention", text: "@Alice", id: "alice" },
    text(", "),
    { kind: "mention", text: "@Al+", id: "al" },
    text(" and @alex "),
    link("https://a.example/@alice"),
  ])
})

test("between three ticks nothing has a meaning", () => {
  expect(splitText("so:```ts\n@x https://a.example```")).toEqual([
    text("so:"),
    { kind: "code", text: "@x https://a.example" },
  ])
})

test("a hundred thousand hostile letters are cut in no time to speak of", { timeout: 5000 }, () => {
  const hostile = ["a@", "@alice", "http://.", "+1", "```", "www.", "a.", "(", "+1 (", "a@a."]
  for (const words of hostile) {
    const whole = words.repeat(100_000 / words.length)
    const parts = splitText(whole, new Map([["alice", "alice"]]))
    expect(parts.map(part => part.text).join("").length).toBeLessThanOrEqual(whole.length)
  }
})

test("a few emoji alone are drawn large", () => {
  expect(isJumbo("🎉🎉")).toBe(true)
  expect(isJumbo("👩‍👩‍👧‍👦👩🏽‍🚀🇹🇼")).toBe(true)
  expect(isJumbo("ok 🎉")).toBe(false)
  expect(isJumbo("🎉🎉🎉🎉")).toBe(false)
  expect(isJumbo("")).toBe(false)
})

test("long text is folded between letters, short text is not", () => {
  expect(foldText("short")).toBeUndefined()
  expect(foldText("line\n".repeat(30))?.split("\n").length).toBe(18)
  const folded = foldText(`${"a".repeat(899)}🎉${"b".repeat(900)}`)
  expect(folded).toBe(`${"a".repeat(899)}…`)
})
