import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { call } from "../../support/backend.ts"
import { clientKey, engines } from "../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const idsOf = (hits: Json[]): string[] => hits.flatMap(hit => hit.messages)

describe.each(engines)("search on %s", engine => {
  let stage: Stage
  let room: string

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"], { name: "Garden club" })
  })
  afterAll(() => stage.close())

  const search = (
    keyword: unknown,
    more: Record<string, unknown> = {},
    person: "alice" | "carol" = "alice",
  ) => stage.as(person, "POST", "/search", { type: ["messages"], keyword, ...more })
  const found = async (keyword: string, more?: Record<string, unknown>) =>
    idsOf((await search(keyword, more)).messages)
  const say = async (message: string, to = room) => {
    stage.advance(1000)
    return (await stage.say(to, "bob", message))._id as string
  }

  describe("of messages", () => {
    test("finds what was just said, anywhere in the text, whatever the case and the width", async () => {
      const id = await say("Please Water the roses")
      for (const keyword of [
        "water",
        "WATER",
        "ｗａｔｅｒ",
        "ate",
        "the ros",
        " roses ",
        "w",
        "Ea",
        "se Wat",
      ]) {
        expect([keyword, await found(keyword)]).toEqual([keyword, [id]])
      }
      expect(await found("waterr")).toEqual([])
      expect(await found("roses please")).toEqual([])
    })

    test("finds languages without spaces by two letters, and by one", async () => {
      const texts: Record<string, string[]> = {
        明天我們去北京吃烤鴨吧: ["北京", "烤鴨", "吧", "鴨"],
        東京タワーへ行きました: ["東京", "タワ", "ﾀﾜ", "した", "へ"],
        "안녕하세요 반갑습니다": ["안녕", "갑습", "다"],
        สวัสดีครับ: ["สว", "ดีค", "บ"],
        "see you 🎉🎊 then": ["🎉", "🎉🎊", "🎊 th"],
      }
      for (const [text, keywords] of Object.entries(texts)) {
        const id = await say(text)
        for (const keyword of keywords) expect([keyword, await found(keyword)]).toEqual([keyword, [id]])
      }
      expect(await found("京北")).toEqual([])
    })

    test("takes every sign as itself", async () => {
      const text = `100% "sure"? it's C:\\dir\\* (a|b) & !c:* <-> AND NEAR("x") _^{}~\``
      const id = await say(text)
      for (const keyword of [...new Set(text.split(" ")), text, `" OR "`, "'", "\\", "*", ":*", "<->", '"'])
        expect([keyword, await found(keyword)]).toEqual([keyword, ` ${text} `.includes(keyword) ? [id] : []])
    })

    test("answers ids by room, newest first, with the whole room", async () => {
      const other = await stage.room(["alice", "carol"], { name: "Kitchen" })
      const first = await say("pomegranate one")
      const second = await say("pomegranate two", other)
      const third = await say("pomegranate three")
      const { messages } = await search("pomegranate")
      expect(messages).toMatchObject([
        {
          room: {
            _id: room,
            name: "Garden club",
            members: [{ _id: "alice" }, { _id: "bob", nickname: "Bob" }],
            memberProperties: [{ client: "alice" }, { client: "bob" }],
            pref: { sticky: false },
            isSuperuser: false,
          },
          messages: [third, first],
        },
        { room: { _id: other, name: "Kitchen" }, messages: [second] },
      ])
      expect(messages[0].room).toEqual(await stage.as("alice", "GET", `/rooms/${room}`))
    })

    test("answers 20 messages in all, or as many as asked for, but no more than 100", async () => {
      const busy = await stage.room(["alice", "bob"])
      const ids: string[] = []
      for (let i = 0; i < 105; i++) ids.unshift(await say(`tangerine ${i}`, i % 2 ? busy : room))
      const inTime = (list: string[]) => [...list].sort((a, b) => ids.indexOf(a) - ids.indexOf(b))
      expect(inTime(await found("tangerine"))).toEqual(ids.slice(0, 20))
      expect(inTime(await found("tangerine", { limit: 3 }))).toEqual(ids.slice(0, 3))
      expect(inTime(await found("tangerine", { limit: 1_000 }))).toEqual(ids.slice(0, 100))
    })

    test("looks behind messages that only resemble", async () => {
      const id = await say("walnut")
      for (let i = 0; i < 120; i++) await say(`wal aln lnu nut ${i}`)
      expect(await found("walnut")).toEqual([id])
    }, 60_000)

    test("follows edits", async () => {
      const id = await say("original quince")
      const edit = (message: string) =>
        stage.backend("POST", `/rooms/${room}/message`, { _id: id, message, sender: "bob" })
      expect(await found("quince")).toEqual([id])
      await edit("changed medlar")
      expect(await found("quince")).toEqual([])
      expect(await found("medlar")).toEqual([id])
      await edit("again loquat")
      expect(await found("medlar")).toEqual([])
      expect(await found("loquat")).toEqual([id])
      expect(await found("again", { room })).toEqual([id])
    })

    test("leaves out recalled and system messages, and what is encrypted", async () => {
      const id = await say("kumquat")
      await stage.backend("POST", `/rooms/${room}/message`, { _id: id, messageType: "recall", sender: "bob" })
      await stage.say(room, "bob", "kumquat", { messageType: "encrypted" })
      const member = { _id: "alice", nickname: "kumquat" }
      await stage.say(room, "bob", "kumquat", {
        messageType: "addMember",
        member,
        extra: { invitees: [member] },
      })
      expect(await found("kumquat")).toEqual([])
    })

    test("leaves out what was deleted or hidden, and what the caller deleted or cleared", async () => {
      const quiet = await stage.room(["alice", "bob", "carol"])
      const ids: string[] = []
      for (let i = 1; i <= 5; i++) ids.push(await say("physalis", quiet))
      const [cleared, deleted, hidden, gone, left] = ids
      const { db, publish } = stage.parley.ctx
      await db.write(async tx => {
        const now = stage.now()
        await tx.run("INSERT INTO clearings VALUES (?, 'alice', 1, 0, ?)", [quiet, now])
        await tx.run("INSERT INTO user_deletions VALUES (?, 'alice', 2, ?, ?, 0)", [
          quiet,
          deleted ?? "",
          now,
        ])
        await tx.run("UPDATE messages SET hidden = 1 WHERE id = ?", [hidden ?? ""])
        await tx.run("DELETE FROM messages WHERE id = ?", [gone ?? ""])
      }, quiet)
      expect(await found("physalis")).toEqual([left])
      expect(idsOf((await search("physalis", {}, "carol")).messages)).toEqual([left, deleted, cleared])

      publish({ type: "message.deleted", roomId: quiet, messageId: gone ?? "", room: null })
      expect(await found("physalis")).toEqual([left])
      await db.write(async tx => tx.run("DELETE FROM messages WHERE room_id = ?", [quiet]), quiet)
      publish({ type: "message.deleted", roomId: quiet, messageId: null, room: null })
      expect(await found("physalis")).toEqual([])
      const indexed = await db.get("SELECT COUNT(*) AS count FROM search_docs WHERE room_id = ?", [quiet])
      expect(indexed).toEqual({ count: 0 })
    })

    test("looks at the first 20,000 letters of a text", async () => {
      const id = await say(`${"long ".repeat(3_999)}persimmon`)
      expect(await found("long persi")).toEqual([id])
      expect(await found("long persim")).toEqual([])
      expect(await found("persimmon")).toEqual([])
    })

    test("as older apps ask for it answers the messages themselves", async () => {
      const first = await say("cherimoya")
      const second = await say("cherimoya too")
      const { data } = await stage.as("alice", "POST", "/messages/search", { message: "Cherimoya" })
      expect(data).toMatchObject([
        { _id: second, room, message: "cherimoya too", sender: { _id: "bob" } },
        { _id: first },
      ])
      expect(await stage.refused("alice", "POST", "/messages/search", {})).toBe("400 MISSING_PARAMETER")
      expect((await stage.as("carol", "POST", "/messages/search", { message: "cherimoya" })).data).toEqual([])
    })

    test("answers the messages of one room alone when it is named", async () => {
      const other = await stage.room(["alice", "bob"])
      const here = await say("jabuticaba")
      const there = await say("jabuticaba there", other)
      const find = async (more: object) =>
        (await stage.as("alice", "POST", "/messages/search", { message: "jabuticaba", ...more })).data.map(
          (one: Json) => one._id,
        )
      expect(await find({})).toEqual([there, here])
      expect(await find({ room })).toEqual([here])
      expect(await find({ room: "no-such-room" })).toEqual([])
    })
  })

  describe("of files", () => {
    test("finds files by name and by text, and nothing else", async () => {
      const send = async (messageType: string, fields: Record<string, unknown>) =>
        (await stage.say(room, "bob", "", { messageType, ...fields }))._id
      const named = await send("file", { extra: { fileName: "Yearly Budget.xlsx" } })
      const asText = await send("audio", { extra: JSON.stringify({ fileName: "budget call.m4a" }) })
      const titled = await send("video", { extra: { title: "BUDGET explained" } })
      const captioned = await send("image", { message: "the budget on the wall", extra: "no json" })
      const text = await say("budget")
      const { files, messages } = await search("budget", { type: ["files", "messages"] })
      expect(files).toMatchObject([{ room: { _id: room }, messageID: captioned }])
      expect(files[0].messages).toEqual([captioned, titled, asText, named])
      expect(idsOf(messages)).toEqual([text, captioned])
      expect((await search("xlsx", { type: "files" })).files[0].messages).toEqual([named])
    })
  })

  describe("of rooms", () => {
    const rooms = async (kind: string, keyword: string, more?: Record<string, unknown>) =>
      (await search(keyword, { type: [kind], ...more }))[kind].map((hit: Json) => hit._id)

    test("finds them by name, tags, people, and the caller's own tags and folders", async () => {
      const mine = await stage.room(["alice", "carol"], { name: "Ｚebra Crossing", roomTags: ["walk-zebra"] })
      await stage.room(["bob", "carol"], { name: "Zebra of others", roomTags: ["walk-zebra"] })
      const pref = JSON.stringify({ tags: ["to do: zebra"], folder: "Striped Zebras" })
      await stage.parley.ctx.db.write(async tx =>
        tx.run("INSERT INTO room_prefs (client_id, room_id, pref_json, muted) VALUES (?, ?, ?, 0)", [
          "alice",
          mine,
          pref,
        ]),
      )
      for (const kind of ["roomName", "roomTags", "roomPrefTags", "roomPrefFolder"]) {
        expect([kind, await rooms(kind, "zebra")]).toEqual([kind, [mine]])
      }
      expect(await rooms("roomPrefFolder", "to do")).toEqual([])
      expect(await rooms("roomName", "Crossing zebra")).toEqual([])
      const { roomName } = await search("zebra", { type: "roomName" })
      expect(roomName).toEqual([await stage.as("alice", "GET", `/rooms/${mine}`)])
    })

    test("finds them by the names of others in them, never by the caller's own", async () => {
      const withBender = await stage.room(["alice", "bender"])
      expect(await rooms("roomMember", "BEND")).toEqual([withBender])
      expect(await rooms("roomMember", "alice")).toEqual([])
    })

    test("leaves out those that do not carry all tags, and frozen ones", async () => {
      const one = await stage.room(["alice"], { name: "lemur a", roomTags: ["x"] })
      const both = await stage.room(["alice"], { name: "lemur b", roomTags: ["x", "y"] })
      const said = await say("lemur talk", both)
      await say("lemur talk", one)
      expect(await rooms("roomName", "lemur", { roomTags: ["x", "y"] })).toEqual([both])
      expect((await rooms("roomName", "lemur", { roomTags: "x" })).sort()).toEqual([one, both].sort())
      expect(await found("lemur", { roomTags: ["y", "x"] })).toEqual([said])
      expect(await found("lemur", { roomTags: ["x", "z"] })).toEqual([])
      await stage.parley.ctx.db.write(
        async tx => tx.run("UPDATE rooms SET status = 0 WHERE id = ?", [both]),
        both,
      )
      expect(await found("lemur", { roomTags: ["y"] })).toEqual([])
      expect(await rooms("roomName", "lemur b")).toEqual([])
    })
  })

  describe("as a call", () => {
    test("answers a list for every kind asked for, known or not", async () => {
      const kinds = "messages files roomName roomMember roomTags roomPrefTags roomPrefFolder".split(" ")
      const unknown = ["stickers", "__proto__", "constructor"]
      const answer = await search("nothing has this", { type: [...kinds, ...unknown] })
      expect(Object.keys(answer).sort()).toEqual([...kinds, ...unknown].sort())
      for (const kind of [...kinds, ...unknown]) expect([kind, answer[kind]]).toEqual([kind, []])
      expect(await search("nothing has this", { type: "roomName" })).toEqual({ roomName: [] })
    })

    test("is refused without a known kind or a keyword", async () => {
      const refused = (body: unknown) => stage.refused("alice", "POST", "/search", body)
      for (const type of [undefined, null, [], "stickers", ["stickers", "constructor"]]) {
        expect([type, await refused({ type, keyword: "x" })]).toEqual([type, "400 INVALID_SEARCH_TYPE"])
      }
      for (const keyword of [undefined, "", " \t\u3000"]) {
        expect(await refused({ type: ["messages"], keyword })).toBe("400 MISSING_PARAMETER")
      }
      for (const flaw of [
        { keyword: 7 },
        { keyword: "x".repeat(1001) },
        { keyword: "a\0b" },
        { limit: 0 },
        { limit: "x" },
        { type: 7 },
        { type: [[]] },
        { room: 7 },
        { roomTags: [7] },
      ]) {
        expect([flaw, await refused({ type: "messages", keyword: "x", ...flaw })]).toEqual([
          flaw,
          "400 INVALID_PARAMETER",
        ])
      }
      expect(await refused(undefined)).toBe("400 INVALID_PARAMETER")
    })

    test("with the API key searches for the acting user, who must be named", async () => {
      const id = await say("rambutan")
      const body = { type: ["messages"], keyword: "rambutan" }
      expect(idsOf((await stage.backend("POST", "/search", body, "alice")).messages)).toEqual([id])
      expect((await stage.backend("POST", "/search", body, "carol")).messages).toEqual([])
      expect(await stage.refusedBackend("POST", "/search", body)).toBe("400 MISSING_PARAMETER")
      const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": "no token" }
      const answer = await call(stage.parley.url, "POST", "/search", { headers, body })
      expect(refusalOf(answer)).toBe("401 INVALID_TOKEN")
    })

    test("tells a stranger nothing, not even whether there is such a room", async () => {
      await say("durian")
      const type = "messages files roomName roomMember roomTags".split(" ")
      const nothing = Object.fromEntries(type.map(kind => [kind, []]))
      for (const filter of [{}, { room }, { room: "no such room" }, { roomTags: [] }]) {
        for (const keyword of ["durian", "Garden"]) {
          expect(await search(keyword, { type, ...filter }, "carol")).toEqual(nothing)
        }
      }
      expect(await found("durian", { room })).toHaveLength(1)
      expect(await found("durian", { room: "" })).toHaveLength(1)
    })

    test("tells a former member nothing more", async () => {
      const left = await stage.room(["alice", "carol"])
      const id = await say("mangosteen", left)
      expect(idsOf((await search("mangosteen", {}, "carol")).messages)).toEqual([id])
      await stage.parley.ctx.db.write(
        async tx => tx.run("DELETE FROM members WHERE room_id = ? AND client_id = 'carol'", [left]),
        left,
      )
      expect((await search("mangosteen", {}, "carol")).messages).toEqual([])
    })

    test("by a member of hundreds of rooms finds what is in them, and nothing else", async () => {
      const rooms = await Promise.all(Array.from({ length: 320 }, () => stage.room(["carol"])))
      await say("jackfruit of others")
      const id = await say("jackfruit", rooms[7])
      await say("jackfruit of others")
      expect(idsOf((await search("jackfruit", {}, "carol")).messages)).toEqual([id])
    })
  })
})
