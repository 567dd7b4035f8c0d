import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { engines, makePlace, type Place } from "../support/parley.ts"
import { type ParleyProcess, spawnParley } from "../support/process.ts"

/** Keeps a copy of everything a server stored, and puts it back. */
interface Backup {
  make: () => Promise<void>
  restore: () => Promise<void>
  remove: () => void
}

function backupOf({ settings }: Place): Backup {
  const { DATA_DIR: folder = "", DATABASE_URL: url } = settings
  const copy = mkdtempSync(join(tmpdir(), "parley-backup-"))
  const remove = () => rmSync(copy, { recursive: true })
  if (url) {
    const name = new URL(url).pathname.slice(1)
    return {
      make: () => administer(url, [`CREATE DATABASE ${name}_copy TEMPLATE ${name}`]),
      restore: () =>
        administer(url, [`DROP DATABASE ${name}`, `ALTER DATABASE ${name}_copy RENAME TO ${name}`]),
      remove,
    }
  }
  return {
    make: async () => cpSync(folder, copy, { recursive: true }),
    restore: async () => {
      rmSync(folder, { recursive: true })
      cpSync(copy, folder, { recursive: true })
    },
    remove,
  }
}

async function administer(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: new URL("/postgres", url).href })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

describe.each(engines)("a cursor on %s", engine => {
  let place: Place
  let backup: Backup
  let parley: ParleyProcess
  let bob: string
  let room: string

  beforeEach(async () => {
    place = await makePlace(engine)
    backup = backupOf(place)
    parley = await spawnParley(place.settings)
    bob = (await makeCast(parley.url)).bob
    room = await makeDemoRoom(parley.url)
  })
  afterEach(async () => {
    await parley.kill()
    place.remove()
    backup.remove()
  })

  const say = async (message: string) => {
    await platform(parley.url, "POST", "/messages", { room, sender: "alice", messageType: "text", message })
  }
  const changes = (since?: string) =>
    asUser(parley.url, bob, "GET", `/me/changes${since === undefined ? "" : `?since=${since}`}`)
  const textsSince = async (since: string) => {
    const { reset, rooms } = await changes(since)
    // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
    return reset ? "reset" : rooms.flatMap((one: any) => one.messages.map((message: any) => message.message))
  }
  const restart = async (meanwhile: () => Promise<void> = async () => {}) => {
    await parley.kill()
    await meanwhile()
    parley = await spawnParley(place.settings)
  }

  test("outlives restarts, however sudden", async () => {
    const { cursor } = await changes()
    await say("before")
    await restart()
    await say("between")
    await restart()
    await say("after")
    expect(await textsSince(cursor)).toEqual(["before", "between", "after"])
  })

  test("of what a restored backup does not know says to begin anew, however much has happened since", async () => {
    const early = await changes()
    await say("kept")
    await restart(backup.make)
    const middle = await changes()
    await say("lost")
    const late = await changes()
    await restart(backup.restore)
    for (let n = 0; n < 20; n++) await say(`again ${n}`)
    expect(await textsSince(late.cursor)).toBe("reset")
    // The embedded engine knows how far both histories are one; the other begins anew for everybody.
    const again = Array.from({ length: 20 }, (_, n) => `again ${n}`)
    const expected = engine === "sqlite" ? ["kept", ...again] : "reset"
    expect(await textsSince(early.cursor)).toEqual(expected)
    expect(await textsSince(middle.cursor)).toEqual("reset")
    expect(await textsSince((await changes()).cursor)).toEqual([])
  })
})
