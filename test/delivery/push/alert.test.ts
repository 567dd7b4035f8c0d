import { describe, expect, test } from "vitest"
import { alertOf, contentOf } from "../../../src/delivery/push/alert.ts"
import type { ClientRow } from "../../../src/store/clients.ts"
import type { MessageView } from "../../../src/store/views.ts"

const person = (id: string, nickname: string) => [id, { id, nickname } as ClientRow] as const
const people = new Map([person("mina", "Mina"), person("rui", "Rui"), person("li", "Li"), person("anon", "")])

const view = (messageType: string, content: object, senderId = "mina") =>
  ({ message: { messageType, content, senderId }, people }) as unknown as MessageView

/** Types whose sentence names nothing but the sender; of encrypted ones least of all. */
const wordless = [
  ...[
    "image",
    "video",
    "audio",
    "sticker",
    "joinRoom",
    "leaveRoom",
    "encrypted",
    "payment",
    "payment-select",
  ],
  ...["waitingCall", "missingCall", "endCall"],
]

describe("the sentence of a push", () => {
  test.each([
    ["text", { message: "See you at six" }, "Mina: See you at six"],
    ["image", { originalUrl: "https://img.example/1" }, "Mina sent a picture"],
    ["image", { message: "ignored" }, "Mina sent a picture"],
    ["video", {}, "Mina sent a video"],
    ["audio", {}, "Mina sent a voice message"],
    ["sticker", { sticker: "s-1" }, "Mina sent a sticker"],
    ["location", { message: "1 High Street" }, "Mina shared a place"],
    ["file", { extra: { fileName: "a.pdf" } }, "Mina sent a file"],
    ["joinRoom", { member: "mina" }, "Mina joined"],
    ["leaveRoom", { member: "mina" }, "Mina left"],
    ["addMember", { member: "rui", extra: { invitees: ["rui"] } }, "Mina added Rui"],
    ["addMembers", { member: "rui", extra: { invitees: ["rui", "li"] } }, "Mina added several people"],
    ["deleteMember", { member: "rui", extra: { members: ["rui"] } }, "Mina removed Rui"],
    ["encrypted", { message: "QUJD:REVG|R0hJ" }, "You have an encrypted message"],
    ["url", { message: "Look", url: "https://a.example" }, "Mina: Look"],
    ["url", { url: "https://a.example" }, "Mina: https://a.example"],
    ["announcement", { message: "Closed today" }, "Mina: Closed today"],
    ["flex", { contents: {} }, "Mina sent a card"],
    [
      "cancelInvitations",
      { message: "Rui, Li", extra: { invitees: [] } },
      "Mina withdrew invitations to Rui, Li",
    ],
    ["assignAdmin", { member: "rui" }, "Rui is now an admin"],
    ["payment", { extra: {} }, "Mina sent a payment message"],
    ["payment-select", { extra: {} }, "Mina sent a payment message"],
    ["waitingCall", {}, "Mina is calling"],
    ["missingCall", {}, "missed call from Mina"],
    ["endCall", {}, "call ended"],
    ["poll", { message: "Lunch?" }, "Mina: Lunch?"],
    ["poll", { message: { question: "Lunch?" } }, "Mina sent a message"],
    ["constructor", { message: "Own" }, "Mina: Own"],
    ["__proto__", {}, "Mina sent a message"],
    ["mixed", { message: "Look at this" }, "Mina: Look at this"],
    ["template", { template: { altText: "Two plots" } }, "Mina sent a card"],
  ])("%s with %j says: %s", (messageType, content, sentence) => {
    expect(alertOf(view(messageType, content))).toBe(sentence)
  })

  test("an imported membership message names the person it carries", () => {
    const content = {
      member: { _id: "x", nickname: "Xu" },
      message: "Xu",
      extra: { members: [{ _id: "x" }] },
    }
    expect(alertOf(view("deleteMember", content))).toBe("Mina removed Xu")
  })

  test("who has no nickname is called by the id", () => {
    expect(alertOf(view("text", { message: "hi" }, "anon"))).toBe("anon: hi")
  })

  test("marks in names and texts are left as they are", () => {
    expect(alertOf(view("text", { message: "$1 owes $2, $& and $$" }))).toBe("Mina: $1 owes $2, $& and $$")
  })

  test.each(["x", "中", "🍜", "👩‍👩‍👧‍👦", "e\u0301", "🇹🇼", "👍🏽"])(
    "a long text of %s is cut at 512 between letters",
    letter => {
      const sentence = alertOf(view("text", { message: letter.repeat(600) }))
      expect(sentence.length).toBeLessThanOrEqual(512)
      expect(sentence.length).toBeGreaterThan(512 - letter.length - 2)
      expect(sentence.isWellFormed()).toBe(true)
      const body = sentence.slice("Mina: ".length).replace(/…$/, "")
      expect(body.replaceAll(letter, "")).toBe("")
    },
  )

  test.each<[string, object, string]>([
    ["text", { message: "See you at six" }, "See you at six"],
    ["text", { message: { not: "text" } }, ""],
    ["mixed", { message: "Look at this" }, "Look at this"],
    ["announcement", { message: "Closed today" }, "Closed today"],
    ["url", { message: "Look", url: "https://a.example" }, "Look"],
    ["url", { url: "https://a.example" }, "https://a.example"],
    ["location", { message: "1 High Street" }, "1 High Street"],
    ["location", { latitude: 25.1, longitude: 121.5 }, ""],
    ["file", { message: "ignored", extra: { fileName: "a.pdf", title: "Plan" } }, "a.pdf"],
    ["file", { extra: { title: "Plan" } }, "Plan"],
    ["file", {}, ""],
    ["flex", { contents: { altText: "Two plots" } }, "Two plots"],
    ["flex", { contents: {} }, ""],
    ["template", { template: { altText: "Two plots" } }, "Two plots"],
    ["addMember", { member: "rui" }, "Rui"],
    ["addMembers", { extra: { invitees: ["rui", "li"] } }, "Rui, Li"],
    ["deleteMember", { member: "rui" }, "Rui"],
    ["assignAdmin", { member: "rui" }, "Rui"],
    ["cancelInvitations", { extra: { invitees: ["rui", "li"] } }, "Rui, Li"],
    ["poll", { message: "Lunch?" }, "Lunch?"],
    ["poll", { message: { question: "Lunch?" } }, ""],
    ["constructor", { message: "Own" }, "Own"],
    ...wordless.map((type): [string, object, string] => [type, { message: "no", member: "rui" }, ""]),
  ])("the second argument of %s with %j is: %s", (messageType, content, words) => {
    expect(contentOf(view(messageType, content))).toBe(words)
  })

  test("the second argument is cut like the sentence", () => {
    const words = contentOf(view("text", { message: "中".repeat(600) }))
    expect(words).toBe(`${"中".repeat(511)}…`)
  })

  test("a text of exactly 512 is left whole", () => {
    const text = "x".repeat(512 - "Mina: ".length)
    expect(alertOf(view("text", { message: text }))).toBe(`Mina: ${text}`)
  })
})
