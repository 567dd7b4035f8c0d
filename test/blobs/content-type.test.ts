import { expect, test } from "vitest"
import { contentTypeOf } from "../../src/blobs/content-type.ts"
import { makePicture } from "../support/pictures.ts"
import { makeZip } from "../support/zip.ts"

const typeOf = (content: string | Buffer, claim = "") => contentTypeOf(Buffer.from(content), claim)

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

test("pictures are known by their bytes, whatever the sender says", async () => {
  for (const format of ["png", "jpeg", "webp", "gif", "avif"] as const) {
    const picture = await makePicture(8, 8, format)
    for (const claim of ["", "text/html", "image/svg+xml", "application/octet-stream"]) {
      expect([format, claim, await typeOf(picture, claim)]).toEqual([format, claim, `image/${format}`])
    }
  }
})

test("what is no picture does not become one by being called so", async () => {
  expect(await typeOf("just text", "image/png")).toBe("text/plain")
  expect(await typeOf(Buffer.from([1, 2, 3, 0, 255]), "image/png")).toBe("application/octet-stream")
})

test("pages, drawings and XML are known by their beginning and never by a harmless name", async () => {
  for (const [content, type] of [
    ["<!DOCTYPE html><p>hi", "text/html"],
    ["\n\t <html><body>", "text/html"],
    ["<script>alert(1)</script>", "text/html"],
    ["<!-- a note --><img src=x onerror=alert(1)>", "text/html"],
    ["\ufeff<SVG onload=alert(1)>", "image/svg+xml"],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"],
    ['<?xml version="1.0"?><feed/>', "application/xml"],
  ] as const) {
    for (const claim of ["text/plain", "text/csv", "image/png"]) {
      expect([content, await typeOf(content, claim)]).toEqual([content, type])
    }
  }
})

test("of plain text the sender says which kind it is, if that kind is harmless", async () => {
  expect(await typeOf("a,b\n1,2\n", "text/csv; charset=utf-8")).toBe("text/csv")
  expect(await typeOf('{"a":1}', "application/json")).toBe("application/json")
  expect(await typeOf("# Title", "TEXT/MARKDOWN")).toBe("text/markdown")
  expect(await typeOf("alert(1)", "text/javascript")).toBe("text/plain")
  expect(await typeOf("alert(1)", "text/html")).toBe("text/plain")
  expect(await typeOf("1 < 2 <3", "")).toBe("text/plain")
  expect(await typeOf("grüße 日本語 😀", "")).toBe("text/plain")
})

test("text that begins like a picture or a program is text", async () => {
  for (const text of ["BMW, Bayern", "MZ is a town", "GIF89a=1;alert(1)", "II* and III", "ID3 tags"]) {
    expect([text, await typeOf(text)]).toEqual([text, "text/plain"])
  }
})

test("a letter that is cut off at the end does not make text binary", async () => {
  expect(await typeOf(Buffer.from("grüße 日本").subarray(0, -1))).toBe("text/plain")
})

test("recordings keep what the sender knows of them", async () => {
  const webm = Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d", "hex")
  expect(await typeOf(webm, "audio/webm;codecs=opus")).toBe("audio/webm")
  expect(await typeOf(webm, "text/html")).toBe("video/webm")
})

test("office documents are archives by their bytes and documents by their sender's word", async () => {
  const zip = makeZip({ "data.bin": Buffer.from("x") })
  expect(await typeOf(zip, docx)).toBe(docx)
  expect(await typeOf(zip, "text/html")).toBe("application/zip")
  expect(await typeOf(zip, "")).toBe("application/zip")
})

test("nothing at all is text", async () => {
  expect(await typeOf("")).toBe("text/plain")
})

test("bytes made to puzzle the reader are answered quickly, too", async () => {
  const hostile = [
    "<!--x-->".repeat(8000),
    " ".repeat(65_536),
    `${"<".repeat(65_000)}a`,
    "\u0000".repeat(65_536),
  ]
  for (const content of hostile) expect(await typeOf(content)).toMatch(/^\w+\/[\w-]+$/)
})
