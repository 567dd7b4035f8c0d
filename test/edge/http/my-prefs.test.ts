import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

describe.each(engines)("personal preferences on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const folders = [{ key: "f-1", name: "Hobby" }]
  const folder = { children: [{ id: "r-garden", type: "room" }] }

  test("without any, the list is empty", async () => {
    expect(await stage.as("bob", "GET", "/me/pref")).toEqual([])
    expect(await stage.as("bob", "GET", "/me/prefs/")).toEqual({})
  })

  test("they come back as a list, one by one, and as a map; others have their own", async () => {
    expect(await stage.as("alice", "POST", "/me/pref/folders-meta", folders)).toEqual({
      key: "folders-meta",
      data: folders,
    })
    await stage.as("alice", "POST", "/me/pref/f-1", folder)
    await stage.as("bob", "POST", "/me/pref/f-1", ["bob's"])
    expect(await stage.as("alice", "GET", "/me/pref/")).toEqual([
      { key: "f-1", data: folder },
      { key: "folders-meta", data: folders },
    ])
    expect(await stage.as("alice", "GET", "/me/pref?key=f-1")).toEqual({ key: "f-1", data: folder })
    expect(await stage.as("alice", "GET", "/me/prefs")).toEqual({ "f-1": folder, "folders-meta": folders })
    expect(await stage.backend("GET", "/me/prefs", undefined, "bob")).toEqual({ "f-1": ["bob's"] })
  })

  test.each([[{ a: [1, null] }], [[]], ["text"], [7], [false], [null], ["😀\u2028\u0000"]])(
    "%j is a value like any other, and replaces the former one whole",
    async value => {
      await stage.as("alice", "POST", "/me/pref/any", { former: true })
      const body = JSON.stringify(value)
      expect(await stage.as("alice", "POST", "/me/pref/any", body)).toEqual({ key: "any", data: value })
      expect(await stage.as("alice", "GET", "/me/pref?key=any")).toEqual({ key: "any", data: value })
    },
  )

  test("a deleted one is gone, and deleting what is not there succeeds", async () => {
    await stage.as("carol", "POST", "/me/pref/gone", 1)
    expect(await stage.as("carol", "DELETE", "/me/pref/gone")).toEqual({})
    expect(await stage.as("carol", "DELETE", "/me/pref/gone/")).toEqual({})
    expect(await stage.as("carol", "GET", "/me/pref")).toEqual([])
    expect(await stage.refused("carol", "GET", "/me/pref?key=gone")).toBe("404 NOT_FOUND")
  })

  test("a key may hold any letters but control characters and slashes", async () => {
    const key = "Täg 1%?#&"
    await stage.as("carol", "POST", `/me/pref/${encodeURIComponent(key)}`, 1)
    expect(await stage.as("carol", "GET", "/me/prefs")).toEqual({ [key]: 1 })
    await stage.as("carol", "DELETE", `/me/pref/${encodeURIComponent(key)}`)
    for (const bad of ["a\u0000b", "a\nb", "a/b", "x".repeat(257)]) {
      const path = `/me/pref/${encodeURIComponent(bad)}`
      expect([bad, await stage.refused("carol", "POST", path, 1)]).toEqual([bad, "400 INVALID_PARAMETER"])
    }
  })

  test("what is no JSON, or nothing at all, is refused", async () => {
    const headers = userHeaders(stage.cast.alice)
    const post = async (body?: string) =>
      refusalOf(await stage.raw("POST", "/me/pref/flawed", { headers, body }))
    for (const body of ["{", "", undefined, "nonsense"]) {
      expect([body, await post(body)]).toEqual([body, "400 INVALID_BODY"])
    }
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`
    expect(await post(deep)).toBe("400 INVALID_PARAMETER")
  })

  test("a value has at most 64 KiB, and a user at most 100 keys", async () => {
    const largest = ["x".repeat(64 * 1024 - 4)]
    expect(await stage.as("bender", "POST", "/me/pref/k-0", largest)).toMatchObject({ key: "k-0" })
    expect(await stage.refused("bender", "POST", "/me/pref/k-0", [`${largest}x`])).toBe(
      "413 PAYLOAD_TOO_LARGE",
    )
    for (let n = 1; n < 100; n++) await stage.as("bender", "POST", `/me/pref/k-${n}`, n)
    expect(await stage.refused("bender", "POST", "/me/pref/k-100", 1)).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await stage.as("bender", "POST", "/me/pref/k-99", ["anew"])).toMatchObject({ data: ["anew"] })
    await stage.as("bender", "DELETE", "/me/pref/k-0")
    expect(await stage.as("bender", "POST", "/me/pref/k-100", 1)).toMatchObject({ key: "k-100" })
  })

  test("the backend needs an acting user for all of them", async () => {
    for (const [method, path] of [
      ["GET", "/me/pref"],
      ["GET", "/me/prefs"],
      ["POST", "/me/pref/k"],
      ["DELETE", "/me/pref/k"],
    ] as const) {
      const body = method === "POST" ? {} : undefined
      expect([path, await stage.refusedBackend(method, path, body)]).toEqual([path, "400 MISSING_PARAMETER"])
    }
  })

  test("all sockets of the user are told of changes and deletions, and nobody else", async () => {
    const open = (who: "alice" | "bob", encoding: "none" | "base64") =>
      TestSocket.signedIn(stage.parley.url, stage.cast[who], { encoding })
    const [plain, encoded, bob] = await Promise.all([
      open("alice", "none"),
      open("alice", "base64"),
      open("bob", "none"),
    ])
    await stage.as("alice", "POST", "/me/pref/ui", ["dense"])
    await stage.as("alice", "DELETE", "/me/pref/ui")
    await stage.as("alice", "DELETE", "/me/pref/ui")
    await stage.as("alice", "POST", "/me/pref/Größe", 1)
    await stage.as("alice", "DELETE", "/me/pref/Größe")
    for (const socket of [plain, encoded]) {
      expect(await socket.next("myPrefChange")).toEqual({ key: "ui", data: ["dense"] })
      expect(await socket.collect("myPrefDelete", 2)).toEqual(["ui", "Größe"])
    }
    const written = encoded.heard.filter(one => one.event === "myPrefDelete").map(one => one.args[0])
    expect(written).toEqual(["dWk=", Buffer.from("Größe").toString("base64")])
    await bob.settle()
    expect(bob.order()).toEqual([])
    for (const socket of [plain, encoded, bob]) socket.close()
  })
})
