import { expect, test } from "vitest"
import type { ChosenFile, FileKind } from "../../../../web/chat/state/chosen-files.ts"
import { messagesOf, packFiles } from "../../../../web/chat/state/file-messages.ts"
import { namesInZip } from "../../../../web/chat/state/zip-names.ts"
import { makeZip } from "../../../support/zip.ts"

const chosen = (key: string, kind: FileKind, parts: Partial<ChosenFile> = {}): ChosenFile => ({
  ...{ key, kind, file: new File(["content"], `${key}.ext`, { type: "x/y" }) },
  ...parts,
})

const keysOf = (parcels: ReturnType<typeof packFiles>) =>
  parcels.map(({ files }) => files.map(({ key }) => key))

test("pictures go together, ten at most, everything else alone", () => {
  const pictures = Array.from({ length: 12 }, (_, n) => chosen(`p${n}`, "image"))
  const parcels = packFiles([chosen("film", "video"), ...pictures, chosen("doc", "file")], {
    message: "All of it",
    reply: "m-1",
  })
  expect(keysOf(parcels).map(({ length }) => length)).toEqual([10, 2, 1, 1])
  expect(parcels.map(({ caption }) => caption)).toEqual([{ message: "All of it", reply: "m-1" }, {}, {}, {}])
})

test("without pictures the words come after all files", () => {
  const parcels = packFiles([chosen("a", "file"), chosen("b", "audio")], { message: "Both", reply: "m-1" })
  expect(parcels.map(({ caption }) => caption)).toEqual([{ reply: "m-1" }, { message: "Both" }])
})

test("what the server knows of a picture goes before what the browser saw", () => {
  const [parcel] = packFiles([chosen("p", "image", { width: 1, height: 2 })], {})
  const uploaded = { url: "u", thumbnailUrl: "t", width: 30, height: 40 }
  const file = parcel?.files[0] as ChosenFile
  const picture = { originalUrl: "u", thumbnailUrl: "t", width: 30, height: 40 }
  expect(parcel && messagesOf(parcel, [{ chosen: file, uploaded }])).toEqual([
    { messageType: "image", ...picture, images: [picture] },
  ])
})

test("a recording carries its length and what file it is", () => {
  const [parcel] = packFiles([chosen("voice", "audio", { duration: 2.5 })], {
    message: "Listen",
    mentions: ["bob"],
  })
  const file = parcel?.files[0] as ChosenFile
  const extra = { fileName: "voice.ext", fileExtension: "ext", mimeType: "x/y", bytes: 7 }
  expect(parcel && messagesOf(parcel, [{ chosen: file, uploaded: { url: "u" } }])).toEqual([
    { messageType: "audio", originalUrl: "u", extra, duration: 2.5 },
    { messageType: "text", message: "Listen", mentions: ["bob"] },
  ])
})

test("a zip archive tells what it holds, anything else nothing", () => {
  const zip = makeZip({ "tab.png": new Uint8Array(3), "01.png": new Uint8Array(5) })
  expect(namesInZip(zip)).toEqual(["tab.png", "01.png"])
  expect(namesInZip(Buffer.concat([zip, Buffer.from("x")]))).toEqual(["tab.png", "01.png"])
  expect(namesInZip(zip.subarray(0, 40))).toEqual([])
  expect(namesInZip(new Uint8Array(0))).toEqual([])
  const bent = Buffer.from(zip)
  bent.writeUInt32LE(0xfffffff0, bent.length - 6)
  expect(namesInZip(bent)).toEqual([])
})
