import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makePicture } from "../../support/pictures.ts"
import { type FileStage, places, setFileStage } from "./file-stage.ts"

describe.each(places)("downloads on $engine from $store", ({ engine, store }) => {
  let stage: FileStage
  let path: string
  let md5: string
  beforeAll(async () => {
    stage = await setFileStage(engine, store)
    const file = await stage.upload("alice", { content: "0123456789", name: "digits.txt" })
    path = `/files/b/${file._id}`
    md5 = file.md5
  })
  afterAll(() => stage.close())

  const ask = async (headers: Record<string, string>, method = "GET") => {
    const response = await stage.get("bob", path, { headers, method })
    return { response, status: response.status, text: await response.text(), headers: response.headers }
  }

  test("a part of a file is answered with where it stands", async () => {
    for (const [range, text, place] of [
      ["bytes=0-3", "0123", "bytes 0-3/10"],
      ["bytes=5-", "56789", "bytes 5-9/10"],
      ["bytes=-3", "789", "bytes 7-9/10"],
      ["bytes=-300", "0123456789", "bytes 0-9/10"],
      ["bytes=8-999", "89", "bytes 8-9/10"],
      ["bytes=9-9", "9", "bytes 9-9/10"],
    ] as const) {
      const answer = await ask({ range })
      expect([range, answer.status, answer.text]).toEqual([range, 206, text])
      expect(answer.headers.get("content-range")).toBe(place)
      expect(answer.headers.get("content-length")).toBe(String(text.length))
    }
  })

  test("a part beyond the end is refused with the size", async () => {
    for (const range of ["bytes=10-", "bytes=10-20", "bytes=-0", `bytes=${"9".repeat(40)}-`]) {
      const { status, text, headers } = await ask({ range })
      expect([range, status, headers.get("content-range")]).toEqual([range, 416, "bytes */10"])
      expect(JSON.parse(text)).toMatchObject({ RC: 416, error: { code: "RANGE_NOT_SATISFIABLE" } })
      expect(headers.get("content-disposition")).toBeNull()
    }
  })

  test("what is no single part is answered with the whole", async () => {
    for (const range of [
      "bytes=0-1,4-5",
      "bytes=5-2",
      "bytes=",
      "bytes=-",
      "lines=1-2",
      "bytes=a-b",
      "0-3",
    ]) {
      const { status, text, headers } = await ask({ range })
      expect([range, status, text, headers.get("accept-ranges")]).toEqual([range, 200, "0123456789", "bytes"])
    }
  })

  test("a part of something that has changed is answered with the whole", async () => {
    expect((await ask({ range: "bytes=0-3", "if-range": `"${md5}"` })).status).toBe(206)
    for (const other of ['"other"', `W/"${md5}"`, "Wed, 21 Oct 2015 07:28:00 GMT"]) {
      expect([other, (await ask({ range: "bytes=0-3", "if-range": other })).status]).toEqual([other, 200])
    }
  })

  test("who has it already gets nothing but that it is the same", async () => {
    const etag = (await ask({})).headers.get("etag") ?? ""
    expect(etag).toBe(`"${md5}"`)
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, "*"]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await ask({ "if-none-match": known, range: "bytes=0-3" }, method)
        expect([known, answer.status, answer.text]).toEqual([known, 304, ""])
        expect(answer.headers.get("etag")).toBe(etag)
      }
    }
    expect((await ask({ "if-none-match": '"other"' })).status).toBe(200)
  })

  test("HEAD tells of the whole, whatever part is asked for", async () => {
    const { status, headers } = await ask({ range: "bytes=0-3" }, "HEAD")
    expect([status, headers.get("content-length")]).toEqual([200, "10"])
  })

  test("nothing is compressed, so that lengths and parts hold", async () => {
    const long = await stage.upload("alice", { content: "long ".repeat(10_000) })
    const headers = { "accept-encoding": "gzip, br" }
    const answer = await stage.get("bob", `/files/b/${long._id}`, { headers })
    expect([answer.headers.get("content-encoding"), answer.headers.get("content-length")]).toEqual([
      null,
      "50000",
    ])
  })

  test("an empty file is answered whole, and has no parts", async () => {
    const empty = await stage.upload("alice", { content: "" })
    const whole = await stage.get("bob", `/files/b/${empty._id}`)
    expect([whole.status, whole.headers.get("content-length"), await whole.text()]).toEqual([200, "0", ""])
    const headers = { range: "bytes=0-" }
    expect((await stage.get("bob", `/files/b/${empty._id}`, { headers })).status).toBe(416)
  })

  test("a small copy has its own tag and no parts", async () => {
    const { _id } = await stage.upload("alice", { content: await makePicture(700, 700), name: "a.png" })
    const headers = { range: "bytes=0-3" }
    const small = await stage.get("bob", `/files/b/${_id}?thumbnail=1`, { headers })
    expect([small.status, small.headers.get("accept-ranges")]).toEqual([200, "none"])
    const whole = await stage.get("bob", `/files/b/${_id}`, { method: "HEAD" })
    expect(small.headers.get("etag")).not.toBe(whole.headers.get("etag"))
    expect((await stage.get("bob", `/files/b/${_id}?thumbnail=1`, { method: "HEAD" })).status).toBe(200)
  })

  test("a file whose content is gone is not found", async () => {
    const { _id } = await stage.upload("alice", { content: "x" })
    await stage.parley.ctx.blobs.remove(`files/${_id}`)
    expect(await stage.refused("bob", "GET", `/files/b/${_id}`)).toBe("404 FILE_NOT_FOUND")
  })
})

describe("signed addresses of files", () => {
  let stage: FileStage
  let path: string
  let id: string
  beforeAll(async () => {
    stage = await setFileStage("sqlite", "disk")
    id = (await stage.upload("alice", { content: "0123456789", bucket: "photos" }))._id
    path = `/files/photos/${id}`
  })
  afterAll(() => stage.close())

  const signed = async (query = "signedUrlOnly=1") => (await stage.as("bob", "GET", `${path}?${query}`)).url

  test("they open the file without headers, for one to two hours, and say how long", async () => {
    for (const word of ["1", "true", "yes", "TRUE"]) {
      const url = new URL(await signed(`signedUrlOnly=${word}`))
      expect(url.pathname).toBe(path)
      const seconds = Number(url.searchParams.get("Expires")) - stage.now() / 1000
      expect(seconds).toBeGreaterThanOrEqual(3600)
      expect(seconds).toBeLessThanOrEqual(7200)
      expect(await (await stage.get(undefined, url.href)).text()).toBe("0123456789")
    }
  })

  test("other words ask for the content", async () => {
    for (const word of ["0", "false", "no", ""]) {
      const response = await stage.get("bob", `${path}?signedUrlOnly=${word}`)
      expect([word, await response.text()]).toEqual([word, "0123456789"])
    }
  })

  test("they serve for parts, headers and small copies", async () => {
    const url = await signed()
    const part = await stage.get(undefined, url, { headers: { range: "bytes=2-3" } })
    expect([part.status, await part.text()]).toEqual([206, "23"])
    expect((await stage.get(undefined, url, { method: "HEAD" })).headers.get("content-length")).toBe("10")
    const { _id } = await stage.upload("alice", { content: await makePicture(9, 9), name: "a.png" })
    const small = await stage.as("bob", "GET", `/files/b/${_id}?signedUrlOnly=1&thumbnail=1`)
    expect((await stage.get(undefined, small.url)).headers.get("content-type")).toBe("image/webp")
  })

  test("they are the same within an hour, so that browsers need not fetch again", async () => {
    const first = await signed()
    expect(await signed()).toBe(first)
    const { headers } = await stage.get(undefined, first)
    const [, seconds] = /^private, max-age=(\d+)$/.exec(headers.get("cache-control") ?? "") ?? []
    expect(Number(seconds)).toBeGreaterThanOrEqual(3600)
    expect((await stage.get("bob", path)).headers.get("cache-control")).toBe("private, no-cache")
  })

  test("a forged one is refused, even beside a good token", async () => {
    const url = new URL(await signed())
    const other = await stage.upload("alice", { content: "secret" })
    const forge = (change: (url: URL) => void) => {
      const forged = new URL(url)
      change(forged)
      return forged.href
    }
    const forged = [
      forge(({ searchParams }) =>
        searchParams.set("Expires", String(Number(searchParams.get("Expires")) + 1)),
      ),
      forge(({ searchParams }) => searchParams.set("Signature", "x")),
      forge(({ searchParams }) => searchParams.set("Signature", "")),
      forge(({ searchParams }) => searchParams.delete("Expires")),
      forge(({ searchParams }) => searchParams.append("Signature", "x")),
      forge(forged => {
        forged.pathname = `/files/photos/${other._id}`
      }),
    ]
    for (const address of forged) {
      for (const person of [undefined, "bob"] as const) {
        const response = await stage.get(person, address)
        const { error } = (await response.json()) as { error: { code: string } }
        expect([address, response.status, error.code]).toEqual([address, 401, "INVALID_TOKEN"])
      }
    }
  })

  test("one does not beget another", async () => {
    const response = await stage.get(undefined, `${await signed()}&signedUrlOnly=1`)
    expect(await response.text()).toBe("0123456789")
  })

  test("one opens nothing but the content", async () => {
    const { search } = new URL(await signed())
    for (const [method, place] of [
      ["DELETE", path],
      ["GET", `${path}/metadata`],
      ["GET", "/files/photos"],
      ["POST", "/files/photos"],
    ] as const) {
      expect([place, (await stage.get(undefined, place + search, { method })).status]).toEqual([place, 401])
    }
  })

  test("one that is too old is refused", async () => {
    const url = await signed()
    stage.advance(7_201_000)
    expect((await stage.get(undefined, url)).status).toBe(401)
    expect((await stage.get(undefined, await signed())).status).toBe(200)
  })

  test("there are none of what is not there, or for nobody", async () => {
    expect(await stage.refused("bob", "GET", "/files/b/none?signedUrlOnly=1")).toBe("404 FILE_NOT_FOUND")
    expect((await stage.get(undefined, `${path}?signedUrlOnly=1`)).status).toBe(401)
  })
})

test("signed addresses begin as the request did, or as the operator says", async () => {
  const port = await freePort()
  for (const [settings, origin] of [
    [{}, /^http:\/\/127\.0\.0\.1:\d+\/files\/b\//],
    [
      { PORT: port, PUBLIC_URL: `http://localhost:${port}/` },
      new RegExp(`^http://localhost:${port}/files/b/`),
    ],
  ] as const) {
    const stage = await setFileStage("sqlite", "disk", settings)
    try {
      const { _id } = await stage.upload("alice", { content: "x", bucket: "b" })
      expect((await stage.as("alice", "GET", `/files/b/${_id}?signedUrlOnly=1`)).url).toMatch(origin)
    } finally {
      await stage.close()
    }
  }
})

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return String(port)
}
