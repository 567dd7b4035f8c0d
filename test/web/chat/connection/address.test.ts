import { expect, test } from "vitest"
import { readAddress, withoutToken } from "../../../../web/chat/connection/address.ts"

test("reads parameters before the hash", () => {
  const address = readAddress("https://chat.example/?token=T&roomId=room-77&autoSelectRoom=0#/")
  expect(address).toMatchObject({ token: "T", roomId: "room-77", autoSelectRoom: false })
})

test("reads parameters inside the hash route", () => {
  expect(readAddress("https://chat.example/#/?darkMode=1&token=T")).toMatchObject({
    token: "T",
    darkMode: true,
  })
})

test("the hash wins for token and darkMode, the query for the rest", () => {
  const address = readAddress(
    "https://c.example/chat?token=A&darkMode=1&roomId=a#/?token=B&darkMode=0&roomId=b",
  )
  expect(address).toMatchObject({ token: "B", darkMode: false, roomId: "a" })
})

test("other values of darkMode mean nothing", () => {
  expect(readAddress("https://c.example/#/?darkMode=dark").darkMode).toBeUndefined()
})

test("the token leaves the address and everything else stays as written", () => {
  expect(withoutToken("https://c.example/chat?a=1&token=T&b=%20x#/?token=U&darkMode=1")).toBe(
    "https://c.example/chat?a=1&b=%20x#/?darkMode=1",
  )
  expect(withoutToken("https://c.example/chat?token=T")).toBe("https://c.example/chat")
  expect(withoutToken("https://c.example/?token=T#/")).toBe("https://c.example/#/")
})
