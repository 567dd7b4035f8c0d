import { expect, test } from "vitest"
import {
  addUnsent,
  emptyConversation,
  mergeChanges,
  mergeLive,
  mergeMessages,
  mergeNewestPage,
} from "../../../../web/chat/state/conversation.ts"
import { messageOf } from "./cast.ts"

const idsOf = ({ entries }: typeof emptyConversation) => entries.map(entry => entry.message.message)
const loaded = mergeNewestPage(emptyConversation, [messageOf(3), messageOf(2), messageOf(1)], true)

test("a page comes newest first and is held oldest first", () => {
  expect(idsOf(loaded)).toEqual(["1", "2", "3"])
  expect(loaded).toMatchObject({ hasOlder: true, isLoaded: true })
})

test("the repeated anchor of an older page is held once", () => {
  expect(idsOf(mergeMessages(loaded, [messageOf(1), messageOf(0)]))).toEqual(["0", "1", "2", "3"])
})

test("a message that arrives twice is held once", () => {
  expect(idsOf(mergeLive(mergeLive(loaded, messageOf(4)), messageOf(4)))).toEqual(["1", "2", "3", "4"])
})

test("an older version never overwrites an edit", () => {
  const edited = mergeLive(loaded, messageOf(2, { message: "new", updatedAtMS: 9000 }))
  expect(idsOf(mergeLive(edited, messageOf(2)))).toEqual(["1", "new", "3"])
})

test("what is not sent yet stays at the end until the server has it", () => {
  const own = messageOf(4, { message: "mine" })
  const waiting = mergeLive(addUnsent(loaded, own), messageOf(5))
  expect(idsOf(waiting)).toEqual(["1", "2", "3", "5", "mine"])
  const stored = mergeLive(waiting, { ...own, createdAtMS: 4500 })
  expect(idsOf(stored)).toEqual(["1", "2", "3", "mine", "5"])
  expect(stored.entries.every(entry => !entry.delivery)).toBe(true)
})

test("a page that does not reach what is held replaces it but for the unsent", () => {
  const waiting = addUnsent(loaded, messageOf(60, { message: "mine" }))
  const caughtUp = mergeNewestPage(waiting, [messageOf(52), messageOf(51)], true)
  expect(idsOf(caughtUp)).toEqual(["51", "52", "mine"])
})

test("what arrived while the first page was on its way is kept", () => {
  const asked = { ...emptyConversation, loading: "first" as const }
  expect(idsOf(mergeNewestPage(mergeLive(asked, messageOf(4)), [messageOf(3)], false))).toEqual(["3", "4"])
})

test("a conversation that was never opened takes nothing in", () => {
  expect(idsOf(mergeLive(emptyConversation, messageOf(1)))).toEqual([])
})

test("changes replace what is held and bring nothing older than it", () => {
  const late = { updatedAtMS: 9000 }
  const changes = [messageOf(0, late), messageOf(1, { message: "new", ...late }), messageOf(4)]
  expect(idsOf(mergeChanges(loaded, changes))).toEqual(["new", "2", "3", "4"])
})

test("messages of one millisecond stand as the server has placed them, whatever their ids", () => {
  const sameTime = [3, 1, 2].map((n, roomSeq) => messageOf(n, { roomSeq, createdAtMS: 1 }))
  expect(idsOf(mergeNewestPage(emptyConversation, [...sameTime].reverse(), false))).toEqual(["3", "1", "2"])
})

test("a hidden message disappears", () => {
  expect(idsOf(mergeLive(loaded, messageOf(2, { isHidden: true, updatedAtMS: 9000 })))).toEqual(["1", "3"])
})
