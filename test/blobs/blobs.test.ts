import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Blobs, openBlobs } from "../../src/blobs/blobs.ts"
import type { S3Place } from "../../src/blobs/s3.ts"
import { type FakeS3, startS3 } from "../support/s3.ts"

describe.each(["disk", "s3"] as const)("bytes kept on %s", kind => {
  let folder: string
  let s3: FakeS3
  let blobs: Blobs

  const place = (): S3Place | null =>
    kind === "disk"
      ? null
      : {
          bucket: "bucket",
          prefix: "parley/",
          endpoint: s3.settings.AWS_ENDPOINT ?? "",
          region: "us-east-1",
          accessKeyId: s3.settings.AWS_ACCESSKEYID ?? "",
          secretAccessKey: s3.settings.AWS_SECRETACCESSKEY ?? "",
        }
  const open = () => openBlobs({ folder, s3: place() }, Date.now())

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "parley-blobs-"))
    s3 = await startS3()
    blobs = await open()
  })
  afterAll(async () => {
    blobs.close()
    await s3.close()
    rmSync(folder, { recursive: true })
  })

  const incoming = () => readdirSync(join(folder, "incoming"))
  const receive = async (content: string) => {
    const upload = await blobs.receive([Buffer.from(content)], 1000)
    if (!upload) throw new Error("refused")
    return upload
  }
  const keep = async (name: string, content: string) => blobs.keep(name, (await receive(content)).path)
  const read = async (name: string, range?: { first: number; last: number }) => {
    const content = await blobs.open(name, range)
    return content && { length: content.length, text: String(await buffer(content.stream)) }
  }

  test("what was kept is read whole and in part", async () => {
    await keep("files/1", "hello world")
    expect(await read("files/1")).toEqual({ length: 11, text: "hello world" })
    expect(await read("files/1", { first: 6, last: 8 })).toEqual({ length: 3, text: "wor" })
    expect(await read("files/1", { first: 10, last: 10 })).toEqual({ length: 1, text: "d" })
    await keep("files/0", "")
    expect(await read("files/0")).toEqual({ length: 0, text: "" })
  })

  test("what was received is taken away when it is kept", async () => {
    await keep("files/2", "x")
    expect(incoming()).toEqual([])
  })

  test("the last bytes kept by a name are what it gives", async () => {
    await keep("files/3", "old")
    await keep("files/3", "newer")
    expect(await read("files/3")).toEqual({ length: 5, text: "newer" })
  })

  test("names never meet, and none leads out of the store", async () => {
    const names = ["../../escaped", "/escaped", "a/../b", "b", "B", ".", "name with ü %2f ?", "x".repeat(300)]
    for (const name of names) await keep(name, `content of ${name}`)
    for (const name of names) expect((await read(name))?.text).toBe(`content of ${name}`)
    expect(readdirSync(join(folder, "..")).filter(name => name.includes("escaped"))).toEqual([])
  })

  test("what was removed or never kept is not there, and removing it again is no error", async () => {
    await keep("files/4", "x")
    await blobs.remove("files/4")
    await blobs.remove("files/4")
    expect(await read("files/4")).toBeUndefined()
    expect(await read("files/never")).toBeUndefined()
  })

  test("it is there after the store was opened anew", async () => {
    await keep("files/5", "lasting")
    blobs.close()
    blobs = await open()
    expect((await read("files/5"))?.text).toBe("lasting")
  })

  test("what is received is measured, and its beginning at hand", async () => {
    const upload = await blobs.receive([Buffer.from("hello "), Buffer.from("world")], 11)
    expect(upload).toMatchObject({ length: 11, md5: "5eb63bbbe01eeed093cb22bb8f5acdc3" })
    expect(String(upload?.head)).toBe("hello world")
    await upload?.discard()
    await upload?.discard()
    expect(incoming()).toEqual([])
  })

  test("of a long upload only the beginning is held in memory", async () => {
    const upload = await blobs.receive(Array(10).fill(Buffer.alloc(50_000, 1)), 500_000)
    expect([upload?.length, upload?.head.length]).toEqual([500_000, 65_536])
    await upload?.discard()
  })

  test("what is longer than it may be is refused, and nothing of it is left", async () => {
    let given = 0
    function* endless() {
      for (;;) {
        given++
        yield Buffer.from("xxxx")
      }
    }
    expect(await blobs.receive(endless(), 10)).toBeUndefined()
    expect([given, incoming()]).toEqual([3, []])
  })

  test("of an upload that breaks nothing is left", async () => {
    async function* broken() {
      yield Buffer.from("x")
      expect(incoming()).toHaveLength(1)
      throw new Error("cut off")
    }
    await expect(blobs.receive(broken(), 10)).rejects.toThrow("cut off")
    expect(incoming()).toEqual([])
  })

  test("what a crash left behind is cleared away after a day", async () => {
    const [old, young] = ["old", "young"].map(name => join(folder, "incoming", name))
    for (const path of [old, young]) writeFileSync(path ?? "", "x")
    const yesterday = Date.now() / 1000 - 90_000
    utimesSync(old ?? "", yesterday, yesterday)
    ;(await open()).close()
    expect(incoming()).toEqual(["young"])
    rmSync(young ?? "")
  })
})
