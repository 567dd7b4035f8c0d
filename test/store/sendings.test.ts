import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Database } from "../../src/store/database.ts"
import { openDatabase } from "../../src/store/open.ts"
import {
  claimSendings,
  insertSendings,
  listDueSendings,
  listSendingsOf,
  releaseClaims,
  type SendingRow,
} from "../../src/store/sendings.ts"
import { listSettlementsOf, settle } from "../../src/store/settlements.ts"
import { engines, makePlace, type Place } from "../support/parley.ts"

const sendingOf = (n: number): SendingRow => ({
  ...{ id: `sending-${String(n).padStart(3, "0")}`, kind: "push", roomId: "room-1", messageId: "message-1" },
  ...{ clientId: "bob", deviceType: "fcm", deviceId: `phone-${n}`, job: n % 2 ? { number: n } : undefined },
  ...{ attempts: 0, held: n % 3 === 0, dueAt: n, expiresAt: 1000 + n, createdAt: n },
})
const endOf = (row: SendingRow) => ({
  ...{ ...row, outcome: "sent", reason: null, providerId: `at-the-provider-${row.id}`, settledAt: 2000 },
})
const many = Array.from({ length: 150 }, (_, n) => sendingOf(n))

describe.each(engines)("sendings on %s", engine => {
  let place: Place
  let db: Database

  const open = async () => {
    const { DATA_DIR: dataDir = "", DATABASE_URL: databaseUrl = null } = place.settings
    return (await openDatabase({ dataDir, databaseUrl }, Date.now())).db
  }

  beforeEach(async () => {
    place = await makePlace(engine)
    db = await open()
  })
  afterEach(async () => {
    await db.close()
    place.remove()
  })

  test("are kept and ended many at a time, each with its own", async () => {
    await db.write(tx => insertSendings(tx, many))
    expect(await listSendingsOf(db, "message-1")).toEqual(many)
    await db.write(tx => settle(tx, many.slice(0, 100).map(endOf)))
    expect(await listSendingsOf(db, "message-1")).toEqual(many.slice(100))
    const ends = await listSettlementsOf(db, "message-1")
    expect(ends.map(({ id, job, deviceId, providerId }) => ({ id, job, deviceId, providerId }))).toEqual(
      many.slice(0, 100).map(({ id, job, deviceId }) => {
        return { id, job, deviceId, providerId: `at-the-provider-${id}` }
      }),
    )
  })

  test("that were settled do not come back", async () => {
    const [first, second, third] = many as [SendingRow, SendingRow, SendingRow]
    await db.write(tx => insertSendings(tx, [first, second]))
    await db.write(tx => settle(tx, [endOf(first)]))
    await db.write(tx => insertSendings(tx, [first, second, third]))
    expect(await listSendingsOf(db, "message-1")).toEqual([second, third])
  })

  test("that were claimed are nobody else's until the claim ends", async () => {
    await db.write(tx => insertSendings(tx, many))
    const ids = await listDueSendings(db, "push", 200, 10)
    expect(ids).toEqual(many.slice(0, 10).map(row => row.id))
    const claim = (now: number) => db.write(tx => claimSendings(tx, ids, now, now + 100))
    expect((await claim(200)).length).toBe(10)
    expect(await claim(299)).toEqual([])
    expect((await claim(300)).map(row => row.id).sort()).toEqual(ids)
  })

  test("are told apart from those that were there, or settled, when they are put in", async () => {
    await db.write(tx => insertSendings(tx, many.slice(0, 100)))
    await db.write(tx => settle(tx, many.slice(0, 50).map(endOf)))
    expect(await db.write(tx => insertSendings(tx, many))).toEqual(many.slice(100))
  })

  test("are nobody else's until the claim ends that they are put in with", async () => {
    const [row] = many as [SendingRow]
    await db.write(tx => insertSendings(tx, [row], 300))
    expect(await listDueSendings(db, "push", 299, 10)).toEqual([])
    expect(await listDueSendings(db, "push", 300, 10)).toEqual([row.id])
    await db.write(tx => releaseClaims(tx, "push"))
    expect(await listDueSendings(db, "push", 1, 10)).toEqual([row.id])
  })

  if (engine === "sqlite") return
  test("that another server is just settling do not come back", async () => {
    const other = await open()
    const [row] = many as [SendingRow]
    await db.write(tx => insertSendings(tx, [row]))
    const [settled, hold] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const settling = db.write(async tx => {
      await settle(tx, [endOf(row)])
      settled.resolve()
      await hold.promise
    })
    await settled.promise
    const inserting = other.write(tx => insertSendings(tx, [row]))
    const sql =
      "SELECT COUNT(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    await expect.poll(async () => (await db.get<{ n: number }>(sql))?.n).toBe(1)
    hold.resolve()
    await Promise.all([settling, inserting])
    expect(await listSendingsOf(db, "message-1")).toEqual([])
    await other.close()
  })
})
