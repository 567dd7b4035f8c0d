import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fold, gramsNeeded } from "../../src/lib/grams.ts"
import { documentOf, listCandidates, searchIndexOf } from "../../src/store/search.ts"
import { engines } from "../support/parley.ts"
import { openStore, type Store } from "./store.ts"

describe.each(engines)("the search index of %s", engine => {
  let store: Store

  beforeAll(async () => {
    store = await openStore(engine)
    // More than the newest that PostgreSQL reads without its index.
    for (let n = 0; n < 6_000; n += 500) {
      await put(Array.from({ length: 500 }, (_, i) => [n + i, n + i < 3 ? "rare words" : "common words"]))
    }
  })
  afterAll(() => store.close())

  const put = (texts: [number, string][], version = 1) =>
    store.db.write(tx =>
      searchIndexOf(store.db).put(
        tx,
        texts.map(([n, text]) =>
          documentOf({ id: `m${n}`, roomId: `r${n % 10}`, updatedAt: version }, text, n % 100 === 0),
        ),
      ),
    )

  async function find(
    phrase: string,
    roomIds = Array.from({ length: 10 }, (_, i) => `r${i}`),
    filesOnly = false,
  ) {
    const query = { ...gramsNeeded(fold(phrase)), roomIds: new Set(roomIds), filesOnly }
    return (await Array.fromAsync(listCandidates(store.db, query))).flat().map(found => found.messageId)
  }

  test("finds all of them, newest first, however many and however old", async () => {
    expect(await find("words")).toEqual(Array.from({ length: 6_000 }, (_, i) => `m${5_999 - i}`))
    expect(await find("rare w")).toEqual(["m2", "m1", "m0"])
    expect(await find("r")).toHaveLength(6_000)
    expect(await find("absent")).toEqual([])
  })

  test("keeps to the rooms, be they few or many, and to files", async () => {
    expect(await find("common", ["r7"])).toEqual(Array.from({ length: 600 }, (_, i) => `m${5_997 - 10 * i}`))
    const many = Array.from({ length: 400 }, (_, i) => `other${i}`)
    expect(await find("rare", [...many, "r1"])).toEqual(["m1"])
    expect(await find("words", ["r0"], true)).toEqual(
      Array.from({ length: 60 }, (_, i) => `m${5_900 - 100 * i}`),
    )
  })

  test("takes a later version in the place of an earlier one, never the other way", async () => {
    await put([[1_500, "edited text"]], 3)
    await put([[1_500, "stale text"]], 2)
    await put([[1_500, "repeated text"]], 3)
    expect(await find("text")).toEqual(["m1500"])
    expect(await find("edited")).toEqual(["m1500"])
    expect(await find("common", ["r0"])).not.toContain("m1500")
  })

  test("forgets what is removed", async () => {
    await store.db.write(tx => searchIndexOf(store.db).remove(tx, ["m0", "m2", "unknown"]))
    expect(await find("rare")).toEqual(["m1"])
    await searchIndexOf(store.db).tidy(store.db)
    await put([[0, "rare again"]])
    expect(await find("rare")).toEqual(["m0", "m1"])
  })
})
