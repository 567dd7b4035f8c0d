import { expect, test } from "vitest"
import type { Answer } from "../support/backend.ts"
import { ownFacts } from "../support/contract.ts"
import type { Operation } from "./facts.ts"
import { makeJudge } from "./judge.ts"

const judge = makeJudge(ownFacts)
const operation = (id: string): Operation => {
  const found = ownFacts.operations.find(operation => operation.id === id)
  if (!found) throw new Error(`${id} is not in the facts.`)
  return found
}
const json = (status: number, body: unknown): Answer => ({
  status,
  body,
  headers: new Headers({ "content-type": "application/json" }),
})
const success = (id: string, result: unknown) =>
  judge.success(operation(id), "bob", json(200, { RC: 0, RM: "OK", result })).join("\n")
const refusal = (code: string, status: number, body: object) =>
  judge.refusal(operation("getRoom"), code, json(status, body)).join("\n")

const alice = { _id: "alice", id: "alice", clientType: "user" }
const bob = { _id: "bob", id: "bob", clientType: "user" }
const crew = { _id: "crew", id: "crew", clientType: "group" }
const message = {
  _id: "6a64f040d4e5b6a7980c1d2e",
  id: "6a64f040d4e5b6a7980c1d2e",
  room: "garden",
  sender: alice,
  messageType: "text",
  message: "hello",
  createdAt: "2026-07-25T17:20:00.123Z",
  createdAtMS: Date.parse("2026-07-25T17:20:00.123Z"),
}
const error = { code: "ROOM_NOT_FOUND", message: "There is no such room." }

test("an answer like the contract's passes", () => {
  expect(success("pinMessage", message)).toBe("")
  expect(success("getRoom", { _id: "garden", id: "garden", members: [alice], lastMessage: message })).toBe("")
  expect(success("createRoom", { _id: "garden", id: "garden", members: ["alice"] })).toBe("")
  expect(refusal("ROOM_NOT_FOUND", 404, { RC: 404, RM: "Room not found", error })).toBe("")
})

test.each([
  ["whose sender is an id", "pinMessage", { ...message, sender: "alice" }, "/result/sender must be object"],
  ["of a removal of nobody", "pinMessage", { ...message, messageType: "deleteMember" }, "'member'"],
  ["with two times", "pinMessage", { ...message, createdAtMS: 1 }, "another instant"],
  ["with a time in words", "pinMessage", { ...message, createdAt: "yesterday" }, "date-time"],
  ["with members as ids", "getRoom", { _id: "a", id: "a", members: ["alice"] }, "/members/0 must be object"],
  ["with a group of nobody", "getRoom", { _id: "a", id: "a", members: [crew] }, "'members'"],
  [
    "with a room of the caller's",
    "getRoom",
    { _id: "a", id: "a", roomType: "group", members: [bob] },
    "lacks unread",
  ],
  ["with more than all", "listRooms", { totalCount: 0, data: [{ _id: "a", id: "a" }] }, "totalCount"],
  ["with two ids", "getRoom", { _id: "a", id: "b" }, "does not repeat _id"],
  ["of a new room with people", "createRoom", { _id: "a", id: "a", members: [alice] }, "must be string"],
  ["without a result", "getMe", undefined, "'result'"],
])("a success %s does not", (_, id, result, complaint) => {
  expect(success(id, result)).toContain(complaint)
})

test.each([
  ["another code", { RC: 404, RM: "Room not found", error: { ...error, code: "NOT_FOUND" } }, "NOT_FOUND"],
  ["another RC", { RC: 400, RM: "Room not found", error }, "RC is 400"],
  ["an RM that is printed nowhere", { RC: 404, RM: "Oops", error }, "RM is Oops"],
  ["no sentence", { RC: 404, RM: "Room not found", error: { code: error.code } }, "without a sentence"],
  ["a result", { RC: 404, RM: "Room not found", error, result: null }, "with a result"],
])("a refusal with %s does not", (_, body, complaint) => {
  expect(refusal("ROOM_NOT_FOUND", 404, body)).toContain(complaint)
})
