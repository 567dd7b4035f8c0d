import { crc32 } from "node:zlib"

/** A zip archive that holds these files, stored as they are. */
export function makeZip(files: Record<string, Uint8Array>): Buffer<ArrayBuffer> {
  let offset = 0
  const entries = Object.entries(files).map(([name, content]) => {
    const facts = factsOf(name, content)
    const local = Buffer.concat([head(0x04034b50, 20), facts, Buffer.from(name), content])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    offset += local.length
    return { local, central: Buffer.concat([head(0x02014b50, 20, 20), facts, place, Buffer.from(name)]) }
  })
  const central = Buffer.concat(entries.map(entry => entry.central))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  for (const position of [8, 10]) end.writeUInt16LE(entries.length, position)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...entries.map(entry => entry.local), central, end])
}

function head(signature: number, ...versions: number[]): Buffer {
  const bytes = Buffer.alloc(4 + 2 * versions.length)
  bytes.writeUInt32LE(signature)
  versions.forEach((version, index) => {
    bytes.writeUInt16LE(version, 4 + 2 * index)
  })
  return bytes
}

/** What both records of a file have: flags, method, time, checksum, sizes, length of the name. */
function factsOf(name: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(24)
  bytes.writeUInt32LE(crc32(content), 8)
  bytes.writeUInt32LE(content.length, 12)
  bytes.writeUInt32LE(content.length, 16)
  bytes.writeUInt16LE(Buffer.byteLength(name), 20)
  return bytes
}
