/**
 * Walks over whole WebSocket frames of a server, which masks nothing; the answer to the handshake is skipped.
 * @returns how many bytes were used up.
 */
export function eachFrame(bytes: Buffer, visit: (start: number, end: number) => void): number {
  let at = 0
  if (bytes[0] === 0x48) {
    const head = bytes.indexOf("\r\n\r\n")
    if (head < 0) return 0
    if (!bytes.subarray(0, 12).equals(switching)) throw new Error(bytes.toString("latin1", 0, head))
    at = head + 4
  }
  while (at + 2 <= bytes.length) {
    const short = (bytes[at + 1] as number) & 127
    const header = short < 126 ? 2 : short === 126 ? 4 : 10
    if (at + header > bytes.length) break
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
    const start = at + header
    if (start + length > bytes.length) break
    if (((bytes[at] as number) & 15) === 1) visit(start, start + length)
    at = start + length
  }
  return at
}

const switching = Buffer.from("HTTP/1.1 101")

/** A text frame of a client. The mask is all zeros, which the protocol allows and which changes nothing. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const long = payload.length > 125
  const frame = Buffer.alloc((long ? 8 : 6) + payload.length)
  frame[0] = 0x81
  frame[1] = 0x80 | (long ? 126 : payload.length)
  if (long) frame.writeUInt16BE(payload.length, 2)
  payload.copy(frame, long ? 8 : 6)
  return frame
}
