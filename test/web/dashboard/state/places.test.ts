import { expect, test } from "vitest"
import { addressOf, readPlace } from "../../../../web/dashboard/state/places.ts"

test("a place is read from the address and written to it, whatever the id and the search", () => {
  for (const id of ["alice", "a/b?c#d", "名前 100%", ".."]) {
    expect(readPlace(addressOf("users", id))).toEqual({ screen: "users", id, query: {} })
  }
  expect(readPlace(addressOf("messages", undefined, { search: "a&b=c #1", skip: "" }))).toEqual({
    screen: "messages",
    query: { search: "a&b=c #1" },
  })
})

test("what makes no sense is the overview", () => {
  for (const hash of ["", "#", "#/", "#/nowhere", "#/nowhere/at?all=1", "#/__proto__"]) {
    expect(readPlace(hash)).toEqual({ screen: "overview", query: {} })
  }
})

test("an id that is not properly encoded is taken as it is written", () => {
  expect(readPlace("#/rooms/100%")).toMatchObject({ screen: "rooms", id: "100%" })
})
