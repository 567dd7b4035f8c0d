import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const minute = 60_000

/** Five messages a minute apart, m1 to m5; then m2 was edited. */
describe.each(engines)("the history of a room on %s", engine => {
  let stage: Stage
  let room: string
  const ids: Record<string, string> = {}
  let firstAt: number

  beforeAll(async () => {
    stage = await setStage(engine)
    room = await stage.room(["alice", "bob"])
    for (const name of ["m1", "m2", "m3", "m4", "m5"]) {
      stage.advance(minute)
      const sent = await stage.say(room, name === "m3" ? "bob" : "alice", name)
      ids[name] = sent._id
      firstAt ??= sent.createdAtMS
    }
    stage.advance(minute)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: ids.m2, message: "m2 edited" })
    stage.advance(minute)
  })
  afterAll(() => stage.close())

  const page = (query = "") => stage.as("bob", "GET", `/rooms/${room}/messages/v3${query}`)
  const oldPage = (query = "") => stage.as("bob", "GET", `/rooms/${room}/messages${query}`)
  const refused = (query: string) => stage.refused("bob", "GET", `/rooms/${room}/messages/v3${query}`)
  const nameOf = ({ _id }: { _id: string }) => Object.keys(ids).find(name => ids[name] === _id)
  const names = async (query = "") => (await page(query)).data.map(nameOf)
  const oldNames = async (query = "") => (await oldPage(query)).data.map(nameOf)

  test("messages come newest first by creation, even after an edit", async () => {
    expect(await names()).toEqual(["m5", "m4", "m3", "m2", "m1"])
    expect(await names("?sortOrder=asc")).toEqual(["m1", "m2", "m3", "m4", "m5"])
    expect(await page()).toMatchObject({ totalCount: 5, userDeletedIDs: [] })
  })

  test("a page holds the newest, or with asc the oldest", async () => {
    expect(await names("?limit=2")).toEqual(["m5", "m4"])
    expect(await names("?limit=2&sortOrder=asc")).toEqual(["m1", "m2"])
    expect((await page("?limit=2")).totalCount).toBe(5)
  })

  test("beforeMessage begins with the named message and goes back", async () => {
    expect(await names(`?beforeMessage=${ids.m4}`)).toEqual(["m4", "m3", "m2", "m1"])
    expect(await names(`?beforeMessage=${ids.m4}&sortOrder=desc&limit=2`)).toEqual(["m4", "m3"])
    expect(await names(`?beforeMessage=${ids.m1}`)).toEqual(["m1"])
    expect((await page(`?beforeMessage=${ids.m1}`)).totalCount).toBe(5)
  })

  test("afterMessage with asc begins with the named message and goes forward", async () => {
    expect(await names(`?afterMessage=${ids.m2}&sortOrder=asc`)).toEqual(["m2", "m3", "m4", "m5"])
    expect(await names(`?afterMessage=${ids.m2}&sortOrder=asc&limit=2`)).toEqual(["m2", "m3"])
    expect(await names(`?afterMessage=${ids.m2}&limit=2`)).toEqual(["m5", "m4"])
  })

  test("paging back by the last one seen reaches the first without gap", async () => {
    const seen = await names("?limit=2")
    while (seen.at(-1) !== "m1") {
      const [anchor, ...older] = await names(`?beforeMessage=${ids[seen.at(-1) as string]}&limit=2`)
      expect(anchor).toBe(seen.at(-1))
      expect(older.length).toBeGreaterThan(0)
      seen.push(...older)
    }
    expect(seen).toEqual(["m5", "m4", "m3", "m2", "m1"])
  })

  test("an anchor of another room, or of none, is refused", async () => {
    const elsewhere = await stage.room(["bob"])
    const { _id } = await stage.say(elsewhere, "bob", "x")
    for (const query of [`?beforeMessage=${_id}`, `?afterMessage=${_id}`, "?beforeMessage=nothing"]) {
      expect([query, await refused(query)]).toEqual([query, "400 INVALID_PARAMETER"])
    }
  })

  test("afterTime brings what was made or edited since, by the time of its last change", async () => {
    const afterFourth = firstAt + 3 * minute
    for (const time of [String(afterFourth), encodeURIComponent(new Date(afterFourth).toISOString())]) {
      expect(await names(`?afterTime=${time}`)).toEqual(["m2", "m5"])
    }
    expect(await names(`?afterTime=${afterFourth}&sortOrder=asc`)).toEqual(["m5", "m2"])
    expect((await page(`?afterTime=${afterFourth}&limit=1`)).totalCount).toBe(2)
    expect(await page(`?afterTime=${stage.now()}`)).toMatchObject({ totalCount: 0, data: [] })
  })

  test("timeRangeField says which time is compared and orders the page", async () => {
    const afterThird = firstAt + 2 * minute + minute / 2
    for (const field of ["createdAt", "messageTime"]) {
      expect(await names(`?afterTime=${afterThird}&timeRangeField=${field}`)).toEqual(["m5", "m4"])
    }
    expect(await names("?timeRangeField=updatedAt")).toEqual(["m2", "m5", "m4", "m3", "m1"])
    expect(await names("?timeRangeField=createdAt")).toEqual(["m5", "m4", "m3", "m2", "m1"])
    expect(await names(`?timeRangeField=updatedAt&beforeMessage=${ids.m4}`)).toEqual(["m4", "m3", "m1"])
  })

  test("unreadable parameters are refused", async () => {
    const flawed = ["limit=0", "limit=abc", "limit=-1", "limit=1.5", "afterTime=soon", "sortOrder=up"]
    for (const query of [
      ...flawed,
      "timeRangeField=editedAt",
      `beforeMessage=${ids.m1}&afterMessage=${ids.m2}`,
    ]) {
      expect([query, await refused(`?${query}`)]).toEqual([query, "400 INVALID_PARAMETER"])
    }
  })

  test("a page has 20 messages unless told, and never more than 100", async () => {
    const long = await stage.room(["bob"])
    await Promise.all(Array.from({ length: 104 }, (_, i) => stage.say(long, "bob", String(i))))
    const lengthOf = async (path: string) =>
      (await stage.as("bob", "GET", `/rooms/${long}${path}`)).data.length
    expect(await lengthOf("/messages/v3")).toBe(20)
    expect(await lengthOf("/messages/v3?limit=5000")).toBe(100)
    expect(await lengthOf("/messages")).toBe(20)
    expect((await stage.as("bob", "GET", `/rooms/${long}/messages/v3`)).totalCount).toBe(104)
  })

  test("outsiders are refused, unknown rooms not found, and the API key says whose view it wants", async () => {
    for (const path of ["messages/v3", "messages"]) {
      expect(await stage.refused("carol", "GET", `/rooms/${room}/${path}`)).toBe("403 NOT_ROOM_MEMBER")
      expect(await stage.refused("carol", "GET", `/rooms/nowhere/${path}`)).toBe("404 ROOM_NOT_FOUND")
      expect(await stage.refusedBackend("GET", `/rooms/${room}/${path}`)).toBe("400 MISSING_PARAMETER")
      expect((await stage.backend("GET", `/rooms/${room}/${path}`, undefined, "bob")).totalCount).toBe(5)
    }
  })

  test("the first version leaves the anchor out", async () => {
    expect(await oldNames()).toEqual(["m5", "m4", "m3", "m2", "m1"])
    expect(await oldNames(`?beforeMessage=${ids.m4}&limit=2`)).toEqual(["m3", "m2"])
    expect(await oldPage(`?beforeMessage=${ids.m1}`)).toMatchObject({ totalCount: 5, data: [] })
  })

  test("the first version can be asked for one type or sender", async () => {
    const asked = (q: unknown) => `?q=${encodeURIComponent(JSON.stringify(q))}`
    expect(await oldNames(asked({ sender: "bob" }))).toEqual(["m3"])
    expect(await oldNames(asked({ messageType: "image" }))).toEqual([])
    expect((await oldPage(asked({ sender: { $in: ["bob", "carol"] } }))).totalCount).toBe(1)
  })
})
