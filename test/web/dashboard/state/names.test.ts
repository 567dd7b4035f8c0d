import { expect, test } from "vitest"
import { safeUrl } from "../../../../web/dashboard/state/links.ts"
import { fileNameOf, initialsOf, roomName, textOf } from "../../../../web/dashboard/state/names.ts"

const page = "https://chat.example/dashboard"
const message = { _id: "m", room: "r", sender: { _id: "a" }, messageType: "file", createdAtMS: 1 }

test("only addresses of the web and of this server are shown or followed", () => {
  expect(safeUrl("https://pictures.example/a.png", page)).toBe("https://pictures.example/a.png")
  expect(safeUrl("/files/a.png", page)).toBe("https://chat.example/files/a.png")
  for (const bad of [
    "javascript:alert(1)",
    " JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "blob:x",
    "file:///x",
    "",
  ]) {
    expect(safeUrl(bad, page)).toBeUndefined()
  }
})

test("a message has its words, a file its name, also where extra is its JSON text", () => {
  expect(textOf({ ...message, message: { some: "object" } })).toBe("")
  expect(textOf({ ...message, message: "hello" })).toBe("hello")
  expect(fileNameOf({ ...message, extra: { fileName: "a.pdf" } })).toBe("a.pdf")
  expect(fileNameOf({ ...message, extra: '{"title":"b.pdf"}' })).toBe("b.pdf")
  for (const extra of ["{", null, undefined, 7, { fileName: 7 }]) {
    expect(fileNameOf({ ...message, extra })).toBe("")
  }
})

test("a room without a name goes by its members", () => {
  const members = [{ _id: "alice", nickname: "Alice" }, { _id: "bob" }]
  expect(roomName({ _id: "r", name: "Demo", members })).toBe("Demo")
  expect(roomName({ _id: "r", name: "", members })).toBe("Alice, bob")
  expect(roomName({ _id: "r" })).toBe("")
})

test("initials stand for a picture in every script", () => {
  expect(initialsOf("Lena Fischer-Maier")).toBe("LF")
  expect(initialsOf("陳怡君")).toBe("陳")
  expect(initialsOf("!?")).toBe("?")
})
