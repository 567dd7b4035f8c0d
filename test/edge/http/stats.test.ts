import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiKey, clientKey, engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type Stage, setStage } from "./stage.ts"

const hour = 3_600_000

describe.each(engines)("operators' figures on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const stats = () => stage.backend("GET", "/admin/stats")
  const count = async () => (await stage.backend("GET", "/admin/connection-count")).count

  test("the window is the last hour, in both forms of time", async () => {
    const { startTime, endTime, start, end } = await stats()
    expect([Date.parse(startTime), Date.parse(endTime)]).toEqual([stage.now() - hour, stage.now()])
    expect([start, end]).toEqual([Math.floor((stage.now() - hour) / 1000), Math.floor(stage.now() / 1000)])
  })

  test("messages, rooms and users of the hour are counted, and those before it are not", async () => {
    stage.advance(2 * hour)
    const [old, fresh] = [await stage.room(["alice", "bob"]), await stage.room(["bob", "carol"])]
    await stage.room(["carol"])
    await stage.say(old, "alice", "before")
    stage.advance(hour)
    expect(await stats()).toMatchObject({ messageCount: 1, roomCount: 1, userList: ["alice"] })
    stage.advance(1)
    expect(await stats()).toMatchObject({ messageCount: 0, roomCount: 0, userList: [], totalRoomCount: 3 })
    for (const text of ["one", "two", "three"]) {
      await stage.say(fresh, "bob", text)
      stage.advance(20 * 60_000)
    }
    await stage.as("carol", "GET", "/me")
    await expect.poll(async () => (await stats()).userList).toEqual(["bob", "carol"])
    expect(await stats()).toMatchObject({ messageCount: 3, roomCount: 1, totalRoomCount: 3 })
    stage.advance(1)
    expect(await stats()).toMatchObject({ messageCount: 2 })
    await stage.say(fresh, "bob", "in this very millisecond")
    expect(await stats()).toMatchObject({ messageCount: 3 })
  })

  test("live sockets are counted, and the most at once of the last hour", async () => {
    const open = () => TestSocket.signedIn(stage.parley.url, stage.cast.alice)
    const sockets = [await open(), await open(), await open()]
    expect(await count()).toBe(3)
    expect((await stats()).peakConnectionCount).toBe(3)
    stage.advance(2 * hour)
    expect((await stats()).peakConnectionCount).toBe(3)

    for (const socket of sockets.slice(1)) socket.close()
    await expect.poll(count).toBe(1)
    stage.advance(hour)
    expect((await stats()).peakConnectionCount).toBe(3)
    stage.advance(1)
    expect((await stats()).peakConnectionCount).toBe(1)
    sockets[0]?.close()
    await expect.poll(count).toBe(0)
  })

  test("memory is told, and keys are masked unless a setting shows them", async () => {
    const { clientKey: shownClient, apiKey: shownApi, totalMem, freeMem } = await stats()
    expect([shownClient, shownApi]).toEqual(["***", "***"])
    expect(freeMem).toBeGreaterThan(0)
    expect(totalMem).toBeGreaterThan(freeMem)
    const open = await setStage(engine, { STATS_SHOW_KEYS: "1" })
    try {
      expect(await open.backend("GET", "/admin/stats")).toMatchObject({ clientKey, apiKey })
    } finally {
      await open.close()
    }
  })

  test("users and strangers learn nothing", async () => {
    for (const path of ["/admin/stats", "/admin/connection-count"]) {
      expect(await stage.refused("alice", "GET", path)).toBe("403 PERMISSION_DENIED")
      expect((await stage.raw("GET", path)).status).toBe(401)
    }
  })
})
