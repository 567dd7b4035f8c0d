import { deflateRawSync } from "node:zlib"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { apiKey } from "../../support/parley.ts"
import { makeBomb, makePicture } from "../../support/pictures.ts"
import { makeZip } from "../../support/zip.ts"
import { type FileStage, places, setFileStage } from "./file-stage.ts"
import { refusalOf } from "./stage.ts"

type Files = Record<string, Uint8Array>

function formOf(fields: Record<string, string>, zip?: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData()
  if (zip) form.append("file", new File([zip], "set.zip"))
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

describe.each(places)("stickers on $engine, kept on $store", ({ engine, store }) => {
  let stage: FileStage
  let picture: Buffer
  let other: Buffer
  beforeAll(async () => {
    stage = await setFileStage(engine, store)
    picture = await makePicture(40, 40)
    other = await makePicture(50, 50)
  })
  afterEach(async () => {
    expect(stage.incoming()).toEqual([])
    for (const { _id } of (await stage.backend("GET", "/admin/stickers")).data) {
      await stage.backend("DELETE", `/admin/stickers/${encodeURIComponent(_id)}`)
    }
    expect(stage.kept()).toBe(0)
  })
  afterAll(() => stage.close())

  const save = (fields: Record<string, string>, files: Files) =>
    stage.backend("POST", "/admin/stickers", formOf(fields, makeZip(files)))
  const refused = async (form: FormData | string) =>
    refusalOf(await stage.raw("POST", "/admin/stickers", { headers: { "IM-API-KEY": apiKey }, body: form }))
  const refusedFiles = (files: Files) => refused(formOf({ _id: "cats" }, makeZip(files)))
  const read = async (resourceId: string) => {
    const response = await stage.get(undefined, `/stickers/res?resourceId=${encodeURIComponent(resourceId)}`)
    return { response, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  test("a set is made of the pictures in a zip, and everybody may see it", async () => {
    const made = await save(
      { _id: "cats", name: "Cats", order: "3" },
      { "02.png": other, "tab.png": picture, "01.png": picture },
    )
    expect(made).toEqual({
      _id: "cats",
      name: "Cats",
      order: 3,
      zip: { resourceId: "cats/cats.zip" },
      images: ["tab", "01", "02"].map(name => ({ resourceId: `cats/${name}.png` })),
      createdAtMS: stage.now(),
      updatedAtMS: stage.now(),
    })
    expect(await stage.backend("GET", "/admin/stickers")).toEqual({ totalCount: 1, data: [made] })
    const { order: _, images: __, createdAtMS: ___, ...shown } = made
    const { status, body } = await stage.raw("GET", "/stickers")
    expect([status, body.result]).toEqual([200, { totalCount: 1, data: [shown] }])
  })

  test("the files of a set come as they are, to everybody and every site", async () => {
    const zip = makeZip({ "tab.png": picture, "02.png": other })
    await stage.backend("POST", "/admin/stickers", formOf({ _id: "cats" }, zip))
    for (const [resource, content, type] of [
      ["cats/tab.png", picture, "image/png"],
      ["cats/02.png", other, "image/png"],
      ["cats/cats.zip", zip, "application/zip"],
    ] as const) {
      const { response, bytes } = await read(resource)
      expect([resource, response.status, bytes.equals(content)]).toEqual([resource, 200, true])
      expect(response.headers.get("content-type")).toBe(type)
      expect(response.headers.get("access-control-allow-origin")).toBe("*")
      expect(response.headers.get("x-content-type-options")).toBe("nosniff")
      const headers = { "if-none-match": response.headers.get("etag") ?? "" }
      const again = await stage.get(undefined, `/stickers/res?resourceId=${resource}`, { headers })
      expect(again.status).toBe(304)
    }
  })

  test("a set is changed by sending it again; what is not said of it stays", async () => {
    const made = await save({ _id: "cats", name: "Cats", order: "3" }, { "01.png": picture })
    const before = await read("cats/01.png")
    stage.advance(1000)
    const changed = await save({ _id: "cats" }, { "01.png": other, "02.png": picture })
    expect(changed).toMatchObject({
      name: "Cats",
      order: 3,
      createdAtMS: made.createdAtMS,
      updatedAtMS: stage.now(),
    })
    const after = await read("cats/01.png")
    expect(after.bytes.equals(other)).toBe(true)
    expect(after.response.headers.get("etag")).not.toBe(before.response.headers.get("etag"))
    expect(stage.kept()).toBe(3)
  })

  test("a set is called by its id unless it has a name, and lists are in the order of ids", async () => {
    await save({ _id: "dogs" }, { "01.png": picture })
    await save({ _id: "cats & co.", order: "-1" }, { "01.png": picture })
    const { data } = (await stage.raw("GET", "/stickers/")).body.result
    expect(data.map(({ _id, name }: { _id: string; name: string }) => [_id, name])).toEqual([
      ["cats & co.", "cats & co."],
      ["dogs", "dogs"],
    ])
    expect((await read("cats & co./01.png")).response.status).toBe(200)
  })

  test("only tab.png and two digits are taken, whatever folders they are in", async () => {
    const wild: Files = {
      "folder/01.png": picture,
      "../../../02.png": picture,
      "/etc/03.png": picture,
      "C:\\04.png": picture,
      "other/01.png": other,
      "__MACOSX/._05.png": picture,
      "00.png": picture,
      "1.png": picture,
      "100.png": picture,
      "06.PNG": picture,
      "07.png/": Buffer.alloc(0),
      "evil.html": Buffer.from("<script>"),
      "tab.png.exe": picture,
      __proto__: picture,
    }
    const made = await save({ _id: "cats" }, wild)
    const names = made.images.map(({ resourceId }: { resourceId: string }) => resourceId)
    expect(names).toEqual(["cats/01.png", "cats/02.png", "cats/03.png"])
    expect((await read("cats/01.png")).bytes.equals(picture)).toBe(true)
  })

  test("what is not there is not found", async () => {
    await save({ _id: "cats" }, { "01.png": picture })
    for (const resource of [
      "cats/02.png",
      "dogs/01.png",
      "cats",
      "",
      "/",
      "cats/",
      "/01.png",
      "cats/../cats/01.png",
      "cats/__proto__",
      "cats/constructor",
      "../files/x",
    ]) {
      const { response, bytes } = await read(resource)
      expect([resource, response.status, JSON.parse(String(bytes)).error.code]).toEqual([
        resource,
        404,
        "FILE_NOT_FOUND",
      ])
    }
    expect((await stage.get(undefined, "/stickers/res")).status).toBe(400)
    expect((await read("cats/\0")).response.status).toBe(400)
  })

  test("a deleted set is gone with its files", async () => {
    await save({ _id: "cats" }, { "01.png": picture })
    expect(await stage.backend("DELETE", "/admin/stickers/cats")).toEqual({ n: 1, ok: 1 })
    expect(await stage.backend("DELETE", "/admin/stickers/cats")).toEqual({ n: 0, ok: 1 })
    expect((await read("cats/01.png")).response.status).toBe(404)
    expect(stage.kept()).toBe(0)
  })

  test("users may not manage sets", async () => {
    expect(await stage.refused("alice", "GET", "/admin/stickers")).toBe("401 INVALID_API_KEY")
    expect(await stage.refused("alice", "DELETE", "/admin/stickers/cats")).toBe("401 INVALID_API_KEY")
    const form = formOf({ _id: "cats" }, makeZip({ "01.png": picture }))
    expect(await stage.refused("alice", "POST", "/admin/stickers", form)).toBe("401 INVALID_API_KEY")
  })

  test("what is missing or wrong in the form is refused", async () => {
    const zip = makeZip({ "01.png": picture })
    expect(await refused(formOf({ name: "Cats" }, zip))).toBe("400 MISSING_PARAMETER")
    expect(await refused(formOf({ _id: "cats" }))).toBe("400 MISSING_PARAMETER")
    const flawed: Record<string, string>[] = [
      { _id: "" },
      { _id: "a/b" },
      { _id: "cats", order: "first" },
      { _id: "x".repeat(257) },
    ]
    for (const fields of flawed) {
      expect([fields, await refused(formOf(fields, zip))]).toEqual([fields, "400 INVALID_PARAMETER"])
    }
    expect(await refused('{"_id":"cats"}').catch(String)).toBe("415 UNSUPPORTED_MEDIA_TYPE")
  })

  test("what is no zip, or a broken one, is refused", async () => {
    const zip = makeZip({ "01.png": picture })
    const flawed = [
      Buffer.from("no zip at all"),
      Buffer.alloc(0),
      zip.subarray(0, zip.length - 10),
      zip.subarray(30),
      Buffer.from(zip).fill(0xff, 40, 60),
      Buffer.from(zip).fill(0xff, zip.length - 60, zip.length - 30),
    ]
    for (const [i, content] of flawed.entries()) {
      const refusal = await refused(formOf({ _id: "cats" }, Buffer.from(content)))
      expect([i, refusal]).toEqual([i, "400 INVALID_PARAMETER"])
    }
  })

  test("a zip without a sticker is refused, and so is one with something else in a sticker's place", async () => {
    expect(await refusedFiles({ "readme.txt": Buffer.from("hello") })).toBe("400 INVALID_PARAMETER")
    expect(await refusedFiles({})).toBe("400 INVALID_PARAMETER")
    for (const content of [
      Buffer.from("<svg onload=alert(1)>"),
      Buffer.alloc(0),
      await makePicture(9, 9, "jpeg"),
      picture.subarray(0, 60),
      makeBomb(50_000, 50_000),
    ]) {
      expect(await refusedFiles({ "01.png": picture, "02.png": content })).toBe("400 INVALID_PARAMETER")
    }
  })

  test("what is too much of anything is refused", async () => {
    expect(await refusedFiles({ "01.png": Buffer.alloc(1_000_001) })).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await refusedFiles({ "other.bin": Buffer.alloc(20_000_000) })).toBe("413 PAYLOAD_TOO_LARGE")
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.txt`, Buffer.alloc(0)]))
    expect(await refusedFiles(many)).toBe("413 PAYLOAD_TOO_LARGE")
  })

  test("a zip that swells is refused as soon as it does", async () => {
    const swollen = deflateRawSync(Buffer.alloc(19_000_000))
    const zip = makeZip({ "01.png": swollen })
    // Says that the entry is deflated and, like a liar, that it is as small as it looks; then the truth.
    for (const claimed of [swollen.length, 19_000_000]) {
      const lying = Buffer.from(zip)
      const central = lying.indexOf(Buffer.from("504b0102", "hex"))
      for (const [at, header] of [
        [0, 4],
        [central, 6],
      ] as const) {
        lying.writeUInt16LE(8, at + header + 4)
        lying.writeUInt32LE(claimed, at + header + 18)
      }
      expect([claimed, await refused(formOf({ _id: "cats" }, lying))]).toEqual([
        claimed,
        claimed === 19_000_000 ? "413 PAYLOAD_TOO_LARGE" : "400 INVALID_PARAMETER",
      ])
    }
  })
})
