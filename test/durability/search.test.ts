import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openDatabase } from "../../src/store/open.ts"
import { makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { engines, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"

describe.each(engines)("the search index on %s", engine => {
  let place: Place
  let parley: ParleyProcess
  let room: string

  beforeEach(async () => {
    place = await makePlace(engine)
    parley = await spawnParley(place.settings)
    await makeCast(parley.url)
    room = await makeDemoRoom(parley.url)
  })
  afterEach(async () => {
    await parley.kill()
    place.remove()
  })

  const say = async (message: string) => {
    const sent = { room, sender: "bob", messageType: "text", message }
    return (await platform(parley.url, "POST", "/messages", sent))._id as string
  }
  const found = async (keyword: string) => {
    const body = { type: ["messages"], keyword, limit: 100 }
    const { messages } = await platform(parley.url, "POST", "/search", body, "alice")
    return messages.flatMap((hit: { messages: string[] }) => hit.messages)
  }
  const restart = async (meanwhile: () => Promise<void> = async () => {}) => {
    await parley.kill()
    await meanwhile()
    parley = await spawnParley(place.settings)
  }

  test("lacks nothing after a kill, be it new or edited", async () => {
    const edited = await say("to become another")
    expect(await found("become")).toEqual([edited])
    const ids = await Promise.all(Array.from({ length: 50 }, (_, i) => say(`acknowledged ${i}`)))
    const edit = { _id: edited, sender: "bob", message: "is something else" }
    await platform(parley.url, "POST", `/rooms/${room}/message`, edit)
    await restart()
    expect((await found("acknowledged")).sort()).toEqual(ids.sort())
    expect(await found("become")).toEqual([])
    expect(await found("something else")).toEqual([edited])
  })

  test("is made for messages of a database that had none", async () => {
    const before = await say("from before")
    await restart(async () => {
      const { DATA_DIR: dataDir = "", DATABASE_URL: databaseUrl = null } = place.settings
      const { db } = await openDatabase({ dataDir, databaseUrl }, Date.now())
      await db.write(async tx => {
        await tx.run("DELETE FROM search_progress")
        for (let n = 1; n <= 1_200; n++) {
          await tx.run(
            `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at)
             VALUES (?, ?, ?, 'bob', 'text', ?, ?, ?)`,
            [`old-${n}`, room, n + 1_000, JSON.stringify({ message: `older ${n} 從前` }), n, n],
          )
        }
      })
      await db.close()
    })
    expect(await found("older")).toEqual(Array.from({ length: 100 }, (_, i) => `old-${1200 - i}`))
    expect(await found("r 777")).toEqual(["old-777"])
    expect(await found("before")).toEqual([before])
  })
})
