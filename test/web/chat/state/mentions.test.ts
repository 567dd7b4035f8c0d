import { expect, test } from "vitest"
import {
  decodeMentions,
  encodeMentions,
  findMentioned,
  insertMention,
  queryAt,
} from "../../../../web/chat/state/mentions.ts"
import { roomOf } from "./cast.ts"

const ann = { id: "u-1", name: "Ann" }
const anna = { id: "u-2", name: "Anna Lee" }
const wang = { id: "u-3", name: "王小明" }

test("a word after an @ asks for people, an address does not", () => {
  expect(queryAt("Hi @an", 6)).toEqual({ at: 3, words: "an" })
  expect(queryAt("@", 1)).toEqual({ at: 0, words: "" })
  expect(queryAt("你好@王", 4)).toEqual({ at: 2, words: "王" })
  expect(queryAt("Hi @anna le", 11)).toEqual({ at: 3, words: "anna le" })
  expect(queryAt("me@example", 10)).toBeUndefined()
  expect(queryAt("@an\nnext", 8)).toBeUndefined()
  expect(queryAt("Hi @an and", 6)).toEqual({ at: 3, words: "an" })
})

test("names go out as ids, the longest first, and only whole ones", () => {
  const named = [ann, anna, wang]
  expect(encodeMentions("@Anna Lee, @Ann and @Annabel: 問@王小明好", named)).toEqual({
    text: "@u-2, @u-1 and @Annabel: 問@u-3好",
    ids: ["u-2", "u-1", "u-3"],
  })
  expect(encodeMentions("@Bob", named)).toEqual({ text: "@Bob", ids: [] })
  expect(decodeMentions("@u-2, @u-1", named)).toBe("@Anna Lee, @Ann")
})

test("signs in names have no meaning", () => {
  const odd = { id: "$&", name: "C++ (a|b) [x] \\d .*" }
  expect(encodeMentions(`@${odd.name}!`, [odd])).toEqual({ text: "@$&!", ids: ["$&"] })
  expect(decodeMentions("@$&!", [odd])).toBe(`@${odd.name}!`)
})

test("a name takes the place of what was written for it", () => {
  expect(insertMention("Hi @an", { at: 3, words: "an" }, anna)).toEqual({ text: "Hi @Anna Lee ", caret: 13 })
  expect(insertMention("Hi @an there", { at: 3, words: "an" }, ann).text).toBe("Hi @Ann there")
})

test("people are found by any word of their name or by id; who shares a name goes by id; groups are their people", () => {
  const member = (_id: string, nickname?: string) => ({ _id, nickname, clientType: "user" })
  const room = roomOf({
    members: [
      member("me", "Me"),
      member("u-1", "Zoë Ann"),
      member("u-2", "Ann Bee"),
      member("u-3", "Sam"),
      { _id: "g", nickname: "Team", clientType: "group", members: [member("u-4", "Sam")] },
    ],
  })
  expect(findMentioned(room, "me", "ann").map(({ name }) => name)).toEqual(["Ann Bee", "Zoë Ann"])
  expect(findMentioned(room, "me", "zoe").map(({ id }) => id)).toEqual(["u-1"])
  expect(findMentioned(room, "me", "u-3")).toEqual([{ id: "u-3", name: "u-3" }])
  expect(findMentioned(room, "me", "").map(({ id }) => id)).toEqual(["u-2", "u-3", "u-4", "u-1"])
})
