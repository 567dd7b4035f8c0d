import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makePicture } from "../../support/pictures.ts"
import { type FileStage, formOf, places, setFileStage } from "./file-stage.ts"
import { refusalOf } from "./stage.ts"

describe.each(places)("files on $engine, kept on $store", ({ engine, store }) => {
  let stage: FileStage
  beforeAll(async () => {
    stage = await setFileStage(engine, store)
  })
  afterAll(() => stage.close())

  const read = async (path: string) => (await stage.get("bob", path)).text()
  const pathOf = ({ bucketName, _id }: { bucketName: string; _id: string }) => `/files/${bucketName}/${_id}`

  test("an upload answers the whole record, and its content can be had", async () => {
    const file = await stage.upload("alice", { content: "hello", extra: { purpose: "greeting" } })
    expect(file).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      id: file._id,
      appID: "Parley",
      bucketName: "chatserver-upload",
      filename: "note.txt",
      mimetype: "text/plain",
      length: 5,
      md5: createHash("md5").update("hello").digest("hex"),
      client: "alice",
      extra: { purpose: "greeting" },
      uploadDate: new Date(stage.now()).toISOString(),
      uploadDateMS: stage.now(),
    })
    expect(await read(pathOf(file))).toBe("hello")
    expect(stage.incoming()).toEqual([])
  })

  test("extra may stand before the file, after it, or nowhere", async () => {
    const after = new FormData()
    after.append("file", new File(["x"], "x.txt"))
    after.append("extra", '{"a":1}')
    expect((await stage.send("alice", after)).body.result.extra).toEqual({ a: 1 })
    expect((await stage.upload("alice", { content: "x", extra: { a: 2 } })).extra).toEqual({ a: 2 })
    for (const extra of [undefined, ""]) {
      expect((await stage.upload("alice", { content: "x", extra })).extra).toEqual({})
    }
  })

  test("extra may be a part of the JSON type", async () => {
    const form = new FormData()
    form.append("extra", new Blob(['{"a":1}'], { type: "application/json" }))
    form.append("file", new File(["x"], "x.txt"))
    // A browser gives every blob a file name, and so makes it a file.
    expect(refusalOf(await stage.send("alice", form))).toBe("400 MISSING_PARAMETER")
    const boundary = "b"
    const part = (head: string, body: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`
    const body = [
      part('name="extra"\r\nContent-Type: application/json', '{"a":1}'),
      part('name="file"; filename="x.txt"', "x"),
      `--${boundary}--\r\n`,
    ].join("")
    const type = { "content-type": `multipart/form-data; boundary=${boundary}` }
    const response = await stage.get("alice", "/files/b", { method: "POST", body, headers: type })
    expect((await response.json()).result.extra).toEqual({ a: 1 })
  })

  test("a file for a room is taken from those who are in it, under both spellings", async () => {
    const room = await stage.room(["alice", "bob"])
    for (const extra of [{ roomID: room }, { roomId: room }]) {
      expect((await stage.upload("alice", { content: "x", extra })).extra).toEqual(extra)
      const kept = stage.kept()
      expect(refusalOf(await stage.send("carol", formOf({ content: "x", extra })))).toBe(
        "403 NOT_ROOM_MEMBER",
      )
      expect([stage.kept(), stage.incoming()]).toEqual([kept, []])
    }
    const nowhere = formOf({ content: "x", extra: { roomID: "nowhere" } })
    expect(refusalOf(await stage.send("alice", nowhere))).toBe("404 ROOM_NOT_FOUND")
  })

  test("the platform uploads in a user's name, and must name one", async () => {
    const form = formOf({ content: "x" })
    expect((await stage.backend("POST", "/files/b", form, "bob")).client).toBe("bob")
    expect(await stage.refusedBackend("POST", "/files/b", form)).toBe("400 MISSING_PARAMETER")
  })

  test("a name that was encoded is decoded, one that only looks so stays", async () => {
    for (const [name, filename] of [
      ["%E6%97%A5%E6%9C%AC%20%281%29.png", "日本 (1).png"],
      ["100% sure.txt", "100% sure.txt"],
      ["grüße.txt", "grüße.txt"],
    ] as const) {
      expect((await stage.upload("alice", { content: "x", name })).filename).toBe(filename)
    }
  })

  test("the bucket in the path does not decide whether a file is found", async () => {
    const { _id } = await stage.upload("alice", { content: "hello", bucket: "photos" })
    const room = await stage.room(["alice"])
    for (const bucket of ["photos", "chatserver-upload", room]) {
      expect([bucket, await read(`/files/${bucket}/${_id}`)]).toEqual([bucket, "hello"])
    }
  })

  test("an id may hold slashes, plain or encoded", async () => {
    const file = await stage.upload("alice", { content: "hello" })
    const id = `old/${file._id}.txt`
    await stage.parley.ctx.db.write(async tx =>
      tx.run("UPDATE files SET id = ? WHERE id = ?", [id, file._id]),
    )
    expect((await stage.as("bob", "GET", `/files/b/${encodeURIComponent(id)}/metadata`))._id).toBe(id)
    for (const path of [id, encodeURIComponent(id), `${id}/`]) {
      const response = await stage.get("bob", `/files/b/${path}`, { method: "HEAD" })
      expect([path, response.status, response.headers.get("x-imkit-id")]).toEqual([path, 200, id])
    }
  })

  test("the headers tell the record, on GET and HEAD alike", async () => {
    const extra = { note: "grüße" }
    const file = await stage.upload("alice", { content: "hello", name: "grüße.txt", extra })
    for (const method of ["GET", "HEAD"]) {
      const { status, headers } = await stage.get("bob", pathOf(file), { method })
      const told = Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-imkit-")))
      expect([method, status, headers.get("content-length"), headers.get("content-type")]).toEqual([
        method,
        200,
        "5",
        "text/plain; charset=utf-8",
      ])
      expect(told).toEqual({
        "x-imkit-id": file._id,
        "x-imkit-objectid": file._id,
        "x-imkit-filename": encodeURIComponent("grüße.txt"),
        "x-imkit-md5": file.md5,
        "x-imkit-client": "alice",
        "x-imkit-bucketname": "chatserver-upload",
        "x-imkit-appid": "Parley",
        "x-imkit-extra": expect.stringMatching(/^[ -~]+$/),
        "x-imkit-chunksize": "261120",
        "x-imkit-uploaddate": file.uploadDate,
        "x-imkit-uploaddatems": String(file.uploadDateMS),
      })
      expect(JSON.parse(told["x-imkit-extra"] ?? "")).toEqual(extra)
    }
  })

  test("the name of a download comes whole, whatever letters it holds", async () => {
    const file = await stage.upload("alice", { content: "x", name: encodeURIComponent('“ü” "a\'b";.txt') })
    const { headers } = await stage.get("bob", pathOf(file))
    expect(headers.get("content-disposition")).toBe(
      `inline; filename="___ _a'b_;.txt"; filename*=UTF-8''%E2%80%9C%C3%BC%E2%80%9D%20%22a%27b%22%3B.txt`,
    )
  })

  test("the record alone also carries the names that an older client reads", async () => {
    const file = await stage.upload("alice", { content: "hello" })
    expect(await stage.as("bob", "GET", `${pathOf(file)}/metadata`)).toEqual({
      ...file,
      ContentType: "text/plain",
      ContentLength: 5,
    })
    expect(await stage.refused("bob", "GET", "/files/b/none/metadata")).toBe("404 FILE_NOT_FOUND")
  })

  test("pictures come with their size and a small copy", async () => {
    const content = await makePicture(1000, 500, "jpeg")
    const file = await stage.upload("alice", { content, name: "photo.jpg", type: "image/jpeg" })
    expect(file).toMatchObject({ mimetype: "image/jpeg", width: 1000, height: 500 })
    expect(file.thumbnailUrl).toBe(`${pathOf(file)}?thumbnail=1`)
    const small = await stage.get("bob", file.thumbnailUrl)
    expect(small.headers.get("content-type")).toBe("image/webp")
    const bytes = Buffer.from(await small.arrayBuffer())
    expect(String(bytes.subarray(8, 12))).toBe("WEBP")
    expect(small.headers.get("content-length")).toBe(String(bytes.length))
    const whole = Buffer.from(await (await stage.get("bob", pathOf(file))).arrayBuffer())
    expect(whole.equals(content)).toBe(true)
  })

  test("whoever asks for a small copy of what has none gets the whole", async () => {
    const file = await stage.upload("alice", { content: "hello" })
    expect(await read(`${pathOf(file)}?thumbnail=1`)).toBe("hello")
  })

  test("who uploaded a file deletes it with all of its content, and so does the platform", async () => {
    for (const remove of [
      (path: string) => stage.as("alice", "DELETE", path),
      (path: string) => stage.backend("DELETE", path),
    ]) {
      const kept = stage.kept()
      const file = await stage.upload("alice", { content: await makePicture(9, 9), name: "a.png" })
      expect(stage.kept()).toBe(kept + 2)
      expect(await stage.refused("bob", "DELETE", pathOf(file))).toBe("403 INSUFFICIENT_PERMISSIONS")
      expect(await remove(pathOf(file))).toEqual({ n: 1, ok: 1 })
      expect(stage.kept()).toBe(kept)
      expect((await stage.get("bob", pathOf(file))).status).toBe(404)
      expect(await stage.refused("alice", "DELETE", pathOf(file))).toBe("404 FILE_NOT_FOUND")
    }
  })

  test("every user may read, by token or API key, and nobody without", async () => {
    const file = await stage.upload("alice", { content: "hello" })
    expect((await stage.raw("GET", pathOf(file), { headers: { "IM-API-KEY": "wrong" } })).status).toBe(401)
    for (const method of ["GET", "HEAD"]) {
      expect((await stage.get("carol", pathOf(file), { method })).status).toBe(200)
      expect((await stage.get(undefined, pathOf(file), { method })).status).toBe(401)
    }
    const inQuery = `${pathOf(file)}?token=${stage.cast.alice}&IM-Authorization=${stage.cast.alice}`
    expect((await stage.get(undefined, inQuery)).status).toBe(401)
  })

  test("files are as they were after many at once", async () => {
    const contents = Array.from({ length: 20 }, (_, i) => `${i}`.repeat(50_000 + i))
    const files = await Promise.all(contents.map(content => stage.upload("alice", { content })))
    expect(await Promise.all(files.map(file => read(pathOf(file))))).toEqual(contents)
  })
})
