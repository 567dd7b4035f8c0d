import { once } from "node:events"
import { rmSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { makeBomb, makePicture } from "../../support/pictures.ts"
import { type FileStage, formOf, places, setFileStage } from "./file-stage.ts"
import { refusalOf } from "./stage.ts"

describe.each(places)("hostile files on $engine, kept on $store", ({ engine, store }) => {
  let stage: FileStage
  beforeAll(async () => {
    stage = await setFileStage(engine, store, { UPLOAD_MAX_BYTES: "100000" })
  })
  afterEach(async () => {
    expect((await stage.raw("GET", "/healthz")).body).toEqual({ status: "ok" })
    expect(stage.incoming()).toEqual([])
  })
  afterAll(() => stage.close())

  /** What a browser is told of a file. */
  const told = async (id: string) => {
    const { headers } = await stage.get("bob", `/files/b/${id}`)
    return {
      type: headers.get("content-type"),
      shown: headers.get("content-disposition")?.startsWith("inline;"),
      policy: headers.get("content-security-policy"),
      sniffing: headers.get("x-content-type-options"),
    }
  }
  const walled = { policy: "sandbox", sniffing: "nosniff" }
  const saved = { type: "application/octet-stream", shown: false, ...walled }

  test("what a browser would run is only ever saved", async () => {
    for (const [name, type, content] of [
      ["page.html", "text/html", "<!doctype html><script>alert(1)</script>"],
      ["page.txt", "text/plain", "<html><script>alert(1)</script>"],
      [
        "picture.svg",
        "image/svg+xml",
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      ],
      ["picture.png", "image/png", "<svg onload=alert(1)>"],
      ["feed.xml", "text/xml", '<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"/>'],
      ["program.swf", "application/x-shockwave-flash", "CWS\u0008xxxxxxxxxxxx"],
      ["page.xhtml", "application/xhtml+xml", '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
      ["module.wasm", "application/wasm", "\u0000asm\u0001\u0000\u0000\u0000"],
    ] as const) {
      const { _id } = await stage.upload("alice", { name, type, content })
      expect([name, await told(_id)]).toEqual([name, saved])
    }
  })

  test("a program is plain text at most", async () => {
    for (const type of ["text/javascript", "application/javascript", "text/css", "text/html"]) {
      const { _id } = await stage.upload("alice", { name: "a.js", type, content: "alert(document.cookie)" })
      expect([type, await told(_id)]).toEqual([
        type,
        { type: "text/plain; charset=utf-8", shown: true, ...walled },
      ])
    }
  })

  test("a picture that is a page as well is a picture to every browser", async () => {
    const page = Buffer.from("<html><script>alert(1)</script>")
    for (const format of ["gif", "jpeg", "png"] as const) {
      const content = Buffer.concat([await makePicture(8, 8, format), page])
      const { _id } = await stage.upload("alice", { name: "a.html", type: "text/html", content })
      expect(await told(_id)).toEqual({ type: `image/${format}`, shown: true, ...walled })
    }
  })

  test("names do not climb, hide or break headers", async () => {
    for (const [name, filename] of [
      ["../../../etc/passwd", "passwd"],
      ["..%2f..%2fetc%2fpasswd", "passwd"],
      ["..\\..\\windows\\system.ini", "system.ini"],
      ["%2e%2e%2f%2e%2e", "file"],
      ["..", "file"],
      ["a%00b.png%0d%0aSet-Cookie: x=1", "ab.pngSet-Cookie: x=1"],
      ["gpj.exe%E2%80%AEtxt", "gpj.exetxt"],
      ["%ED%A0%80.txt", "%ED%A0%80.txt"],
      ["x".repeat(500), "x".repeat(255)],
    ] as const) {
      const file = await stage.upload("alice", { content: "x", name })
      expect([name, file.filename]).toEqual([name, filename])
      const { status, headers } = await stage.get("bob", `/files/b/${file._id}`)
      expect([name, status, headers.get("set-cookie")]).toEqual([name, 200, null])
    }
  })

  test("paths of files do not climb", async () => {
    for (const path of [
      "/files/b/..%2f..%2fkeys.json",
      "/files/b/%2e%2e/%2e%2e/parley.db",
      "/files/..%2f..%2fetc/passwd",
      "/files/b/%00",
      "/files/b/incoming/x",
    ]) {
      const { status } = await stage.get("alice", path)
      expect([path, status]).toEqual([path, expect.toBeOneOf([400, 404])])
    }
    for (const bucket of ["a%2fb", "a%00b", "%0a", "x".repeat(257)]) {
      expect([bucket, refusalOf(await stage.send("alice", formOf({ content: "x" }), bucket))]).toEqual([
        bucket,
        "400 INVALID_PARAMETER",
      ])
    }
  })

  test("a picture that claims to be huge is kept and not opened", async () => {
    const file = await stage.upload("alice", { content: makeBomb(60_000, 60_000), name: "bomb.png" })
    expect(file).toMatchObject({ mimetype: "image/png", filename: "bomb.png" })
    for (const field of ["width", "height", "thumbnailUrl"]) expect(file).not.toHaveProperty(field)
  })

  test("pictures that are cut off or broken are kept and not opened", async () => {
    for (const format of ["png", "jpeg", "gif", "webp", "avif"] as const) {
      const picture = await makePicture(300, 300, format)
      const cut = await stage.upload("alice", { content: picture.subarray(0, picture.length / 2) })
      const broken = await stage.upload("alice", { content: Buffer.from(picture).fill(0xa5, 40) })
      for (const file of [cut, broken]) {
        expect([format, (await stage.get("bob", `/files/b/${file._id}?thumbnail=1`)).status]).toEqual([
          format,
          200,
        ])
      }
    }
  })

  test("an empty file is a file", async () => {
    expect(await stage.upload("alice", { content: "" })).toMatchObject({ length: 0, mimetype: "text/plain" })
  })

  test("a file beyond the limit is refused and leaves nothing", async () => {
    const kept = stage.kept()
    await stage.upload("alice", { content: "x".repeat(100_000) })
    for (const bytes of [100_001, 2_000_000]) {
      const form = formOf({ content: "x".repeat(bytes) })
      expect([bytes, refusalOf(await stage.send("alice", form))]).toEqual([bytes, "413 PAYLOAD_TOO_LARGE"])
    }
    expect(stage.kept()).toBe(kept + 1)
  })

  test("a file beyond the limit is refused also when its length is not told", async () => {
    const form = new Response(formOf({ content: "x".repeat(3_000_000) }))
    const { status } = await stage.get("alice", "/files/b", {
      method: "POST",
      body: form.body,
      headers: { "content-type": form.headers.get("content-type") ?? "" },
      duplex: "half",
    } as RequestInit)
    expect(status).toBe(413)
  })

  const post = async (body: string | FormData, type?: string) => {
    const headers = { ...userHeaders(stage.cast.alice), ...(type ? { "content-type": type } : {}) }
    return refusalOf(await stage.raw("POST", "/files/b", { headers, body }))
  }

  test("what is no form is refused", async () => {
    expect(await post("{}", "application/json")).toBe("415 UNSUPPORTED_MEDIA_TYPE")
    expect(await post("x", "text/plain")).toBe("415 UNSUPPORTED_MEDIA_TYPE")
    expect(await post("a=1", "application/x-www-form-urlencoded")).toBe("415 UNSUPPORTED_MEDIA_TYPE")
    expect(await post("{", "application/json")).toBe("400 INVALID_BODY")
  })

  test("a form without a file, or with another than asked for, is refused", async () => {
    const texts = new FormData()
    texts.append("extra", "{}")
    texts.append("file", "only text")
    const elsewhere = new FormData()
    elsewhere.append("avatar", new File(["x"], "x.txt"))
    for (const form of [texts, elsewhere]) expect(await post(form)).toBe("400 MISSING_PARAMETER")
    const twice = formOf({ content: "x" })
    twice.append("file", new File(["y"], "y.txt"))
    expect(await post(twice)).toBe("400 INVALID_BODY")
  })

  test("a broken form is refused", async () => {
    const type = "multipart/form-data; boundary=b"
    const head = 'Content-Disposition: form-data; name="file"; filename="a.txt"'
    for (const [body, own = type] of [
      ["--b\r\n", "multipart/form-data"],
      ["nonsense"],
      [`--b\r\n${head}\r\n\r\ncut off`],
      [`--b\r\n${head}\r\n\r\ncontent\r\n--b`],
      [`--b\r\n${head}`],
      ["--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n"],
      [`--b\r\n${"X: y\r\n".repeat(5000)}\r\nx\r\n--b--\r\n`],
      ['--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n'],
      ['--b\r\nContent-Disposition: form-data; name="__proto__"; filename="x"\r\n\r\nx\r\n--b--\r\n'],
    ] as const) {
      expect([body.slice(0, 60), await post(body, own)]).toEqual([
        body.slice(0, 60),
        expect.stringMatching(/^400 (INVALID_BODY|MISSING_PARAMETER)$/),
      ])
    }
    expect(await post("", type)).toBe("400 MISSING_PARAMETER")
  })

  test("data of one's own that is no object, or too much, is refused", async () => {
    const kept = stage.kept()
    for (const extra of ["{", "[]", "7", '"text"', "null"]) {
      expect([extra, await post(formOf({ content: "x", extra }))]).toEqual([extra, "400 INVALID_PARAMETER"])
    }
    expect(await post(formOf({ content: "x", extra: { a: "x".repeat(20_000) } }))).toBe(
      "413 PAYLOAD_TOO_LARGE",
    )
    const deep = `{"a":${"[".repeat(8000)}${"]".repeat(8000)}}`
    expect(await post(formOf({ content: "x", extra: deep }))).toBe("400 INVALID_PARAMETER")
    const many = formOf({ content: "x" })
    for (let i = 0; i < 50; i++) many.append(`field${i}`, "x")
    expect(await post(many)).toBe("400 INVALID_BODY")
    expect(stage.kept()).toBe(kept)
  })

  test("data of one's own may be anything within, and stays out of the headers if it is long", async () => {
    const extra = { __proto__: { a: 1 }, "\u0000": "\ud800", roomID: 7, long: "ü".repeat(2000) }
    const text = `{"__proto__":{"a":1},${JSON.stringify(extra).slice(1)}`
    const { _id } = await stage.upload("alice", { content: "x", extra: text })
    expect(JSON.stringify((await stage.as("bob", "GET", `/files/b/${_id}/metadata`)).extra)).toBe(text)
    const { headers } = await stage.get("bob", `/files/b/${_id}`)
    expect(headers.get("x-imkit-extra")).toBeNull()
  })

  test("an upload that its sender breaks off leaves nothing", async () => {
    const kept = stage.kept()
    const { hostname, port } = new URL(stage.parley.url)
    const socket = connect(Number(port), hostname)
    await once(socket, "connect")
    const headers = Object.entries({
      host: hostname,
      ...userHeaders(stage.cast.alice),
      "content-type": "multipart/form-data; boundary=b",
      "content-length": "50000",
    }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /files/b HTTP/1.1\r\n${headers.join("")}\r\n`)
    socket.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n')
    socket.write("x".repeat(30_000))
    await vi.waitFor(() => expect(stage.incoming()).toHaveLength(1))
    socket.destroy()
    await vi.waitFor(() => expect(stage.incoming()).toEqual([]))
    expect(stage.kept()).toBe(kept)
  })

  test("uploads without a good token are refused unread", async () => {
    const form = formOf({ content: "x".repeat(90_000) })
    expect(refusalOf(await stage.raw("POST", "/files/b", { body: form }))).toBe("401 INVALID_TOKEN")
  })

  test("stats and video-info are no buckets", async () => {
    const form = formOf({ content: "x" })
    expect(refusalOf(await stage.send("alice", form, "video-info"))).toBe("404 NOT_FOUND")
    for (const bucket of ["stats", "video-info"]) {
      expect(await stage.refused("alice", "GET", `/files/${bucket}`)).toBe("404 NOT_FOUND")
    }
    expect(refusalOf(await stage.send("alice", form, "stats"))).toMatch(/^400 /)
  })
})

describe.each(places)("a user's share on $engine, kept on $store", ({ engine, store }) => {
  let stage: FileStage
  beforeAll(async () => {
    stage = await setFileStage(engine, store, { UPLOAD_QUOTA_BYTES: "1000" })
  })
  afterAll(() => stage.close())

  const upload = async (person: "alice" | "bob", bytes: number) =>
    stage.send(person, formOf({ content: "x".repeat(bytes) }))

  test("files beyond it are refused until others are deleted, whatever others keep", async () => {
    const { body } = await upload("alice", 600)
    expect(refusalOf(await upload("alice", 401))).toBe("413 PAYLOAD_TOO_LARGE")
    expect((await upload("alice", 400)).status).toBe(200)
    const refused = await upload("alice", 1)
    expect(refusalOf(refused)).toBe("413 PAYLOAD_TOO_LARGE")
    expect(refused.body.error.message).toContain("1000 bytes")
    expect((await upload("bob", 1000)).status).toBe(200)
    await stage.as("alice", "DELETE", `/files/b/${body.result._id}`)
    expect((await upload("alice", 600)).status).toBe(200)
    expect(stage.incoming()).toEqual([])
  })

  test("it holds for uploads at the same time, too", async () => {
    const files = (await stage.backend("GET", "/files/chatserver-upload", undefined, "alice")).data
    for (const { _id } of files) await stage.backend("DELETE", `/files/b/${_id}`)
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload("alice", 300)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 413, 413, 413])
    expect([stage.kept(), stage.incoming()]).toEqual([3, []])
  })
})

test("a store that fails is answered for as such, and nothing half-done is left", async () => {
  const stage = await setFileStage("sqlite", "s3")
  try {
    const { _id } = await stage.upload("alice", { content: "x" })
    stage.s3.fail(true)
    for (const content of ["y", await makePicture(9, 9)]) {
      expect(refusalOf(await stage.send("alice", formOf({ content })))).toMatch(/^500 /)
    }
    expect(await stage.refused("bob", "GET", `/files/b/${_id}`)).toMatch(/^500 /)
    expect(stage.incoming()).toEqual([])
    stage.s3.fail(false)
    expect((await stage.as("alice", "GET", "/files/chatserver-upload")).totalCount).toBe(1)
    expect((await stage.get("bob", `/files/b/${_id}`)).status).toBe(200)
  } finally {
    await stage.close()
  }
})

test("a disk that fails is no fault of the sender's", async () => {
  const stage = await setFileStage("sqlite", "disk")
  try {
    rmSync(join(stage.folder, "incoming"), { recursive: true })
    const logged = vi.spyOn(stage.parley.ctx.log, "error")
    const answer = await stage.send("alice", formOf({ content: "x" }))
    expect(refusalOf(answer)).toBe("500 INTERNAL_SERVER_ERROR")
    const [entry] = logged.mock.calls[0] as unknown as [{ request: string }]
    expect(answer.body.error.message).toMatch(
      new RegExp(`the server's log has it under request ${entry.request}\\.$`),
    )
    expect((await stage.as("alice", "GET", "/files/chatserver-upload")).totalCount).toBe(0)
  } finally {
    await stage.close()
  }
})
