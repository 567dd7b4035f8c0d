import { crc32, deflateSync } from "node:zlib"
import sharp from "sharp"

/** A picture of one colour. */
export function makePicture(
  width: number,
  height: number,
  format: "png" | "jpeg" | "webp" | "gif" | "avif" = "png",
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#c06020" } })
    .toFormat(format)
    .toBuffer()
}

/** A photo held sideways: stored lying, with the note to turn it. */
export function makeTurnedPhoto(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#2060c0" } })
    .withExif({ IFD0: { Copyright: "somebody" }, IFD3: { GPSLatitude: "25/1 2/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

/** A few hundred bytes of PNG that claim any number of pixels. */
export function makeBomb(width: number, height: number): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([1, 0], 8)
  const pixels = deflateSync(Buffer.alloc(1000))
  const signature = Buffer.from("89504e470d0a1a0a", "hex")
  return Buffer.concat([
    signature,
    chunk("IHDR", size),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content])
  const frame = Buffer.alloc(4)
  const checksum = Buffer.alloc(4)
  frame.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, checksum])
}
