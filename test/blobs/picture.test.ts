import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readPicture } from "../../src/blobs/picture.ts"
import { makeBomb, makePicture, makeTurnedPhoto } from "../support/pictures.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-pictures-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(content: Buffer): string {
  const path = join(folder, "picture")
  writeFileSync(path, content)
  return path
}

const read = (content: Buffer, type: string) => readPicture(write(content), type)

async function described(content: Buffer = Buffer.alloc(0)) {
  const { format, width, height, orientation, exif } = await sharp(write(content)).metadata()
  return { format, width, height, orientation, exif }
}

const bare = { orientation: undefined, exif: undefined }

test("pictures of the usual kinds are measured and made small", async () => {
  for (const format of ["png", "jpeg", "webp", "gif", "avif"] as const) {
    const picture = await read(await makePicture(1280, 320, format), `image/${format}`)
    expect([format, picture?.width, picture?.height]).toEqual([format, 1280, 320])
    expect(await described(picture?.thumbnail)).toEqual({
      ...{ format: "webp", width: 640, height: 160 },
      ...bare,
    })
  }
})

test("a small picture is not blown up", async () => {
  const picture = await read(await makePicture(20, 10), "image/png")
  expect(await described(picture?.thumbnail)).toMatchObject({ width: 20, height: 10 })
})

test("a photo held sideways is measured and shown upright, and its notes stay behind", async () => {
  const photo = await makeTurnedPhoto(1280, 640)
  expect((await described(photo)).exif?.includes("somebody")).toBe(true)
  const picture = await read(photo, "image/jpeg")
  expect(picture).toMatchObject({ width: 640, height: 1280 })
  expect(await described(picture?.thumbnail)).toEqual({
    ...{ format: "webp", width: 320, height: 640 },
    ...bare,
  })
})

test("a picture that claims to be huge is not opened", async () => {
  expect(await read(makeBomb(50_000, 50_000), "image/png")).toBeUndefined()
})

test("a picture that is cut off is not opened", async () => {
  for (const format of ["png", "jpeg", "webp", "gif"] as const) {
    const picture = await makePicture(600, 600, format)
    const cut = picture.subarray(0, Math.floor(picture.length / 2))
    expect([format, await read(cut, `image/${format}`)]).toEqual([format, undefined])
  }
})

test("drawings and documents are not opened, even if they are called pictures", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  for (const type of ["image/svg+xml", "image/png"]) expect(await read(svg, type)).toBeUndefined()
  expect(await read(await makePicture(9, 9), "application/pdf")).toBeUndefined()
})

test("many pictures at once are all opened, each in its turn", async () => {
  const content = await makePicture(900, 900)
  const paths = Array.from({ length: 12 }, (_, i) => join(folder, `many-${i}`))
  for (const path of paths) writeFileSync(path, content)
  const pictures = await Promise.all(paths.map(path => readPicture(path, "image/png")))
  expect(pictures.map(picture => picture?.width)).toEqual(paths.map(() => 900))
})
