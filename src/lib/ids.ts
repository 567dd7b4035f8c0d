import { hash, randomBytes } from "node:crypto"

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0")

/** Random digits are drawn in blocks: one system call serves some hundred ids. */
let pool = ""
function randomHex(digits: number): string {
  if (pool.length < digits) pool = randomBytes(2048).toString("hex")
  const drawn = pool.slice(0, digits)
  pool = pool.slice(digits)
  return drawn
}

/** 24 hex digits: 8 of seconds, 16 random. For rooms and other records whose order does not matter. */
export function newId(nowMs: number): string {
  return hex(Math.floor(nowMs / 1000), 8) + randomHex(16)
}

/**
 * 24 hex digits that sort, within a room, exactly as its sequence does: 8 of seconds, 3 of milliseconds, 5 of the
 * sequence, 8 random. Needs `createdAt` never to fall within a room (contract: realtime.md 7, "time-ordered").
 */
export function messageId(createdAt: number, seq: number): string {
  return (
    hex(Math.floor(createdAt / 1000), 8) + hex(createdAt % 1000, 3) + hex(seq % 0x100000, 5) + randomHex(8)
  )
}

/** An id of hex digits, or if it does not sort behind another one, the next behind that. */
export const laterId = (id: string, than: string): string =>
  id > than ? id : (BigInt(`0x${than}`) + 1n).toString(16).padStart(id.length, "0")

/** Milliseconds since the epoch in an id's first eight digits, to the second. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 1000
}

/** Hex digits. */
export const sha256 = (text: string): string => hash("sha256", text)

export const isMessageId = (text: string) => /^[0-9a-f]{24}$/.test(text)

/** Usual id of a direct room: MD5 hex of both member ids, sorted and joined with `_` (contract: README, Ids). */
export function directRoomId(pair: string): string {
  return hash("md5", pair.replace("\n", "_"))
}

/** One text for a pair, whichever comes first; joined by a character that no id may hold. */
export function pairOf(a: string, b: string): string {
  return [a, b].sort().join("\n")
}
