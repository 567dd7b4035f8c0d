import type { ErrorCode } from "../../src/wire/errors.ts"
import { type KindName, kindNames } from "./kinds.ts"
import type { Scene } from "./scene.ts"

/** One call, but for its method and path. Places in the path that it leaves out are the scene's. */
export interface Ask {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

export interface RowSetting {
  ask?: (scene: Scene) => Ask | Promise<Ask>
  /** What becomes of the room before the call, by the API key. */
  change?: object
  /** The room has a manager and no owner; whoever would be the owner is a member. */
  ownerless?: true
}

/**
 * The rights to the operations of one noun. A row is an operation of the contract, or with a dot and a word one special
 * use of it; a cell is what one kind of caller is answered.
 */
export interface Rows {
  table: string
  settings: Record<string, RowSetting>
  /** Method and path of operations that openapi.yaml does not list. */
  more?: Record<string, string>
}

/** The words of a cell. With `?` the contract does not say, and this is what we chose. */
const words = {
  ok: "ok",
  tok: "INVALID_TOKEN",
  key: "INVALID_API_KEY",
  ckey: "INVALID_CLIENT_KEY",
  /** Nobody is named who acts. */
  who: "MISSING_PARAMETER",
  out: "NOT_ROOM_MEMBER",
  no: "INSUFFICIENT_PERMISSIONS",
  /** The one page that spells it so. */
  no1: "INSUFFICIENT_PERMISSION",
  perm: "PERMISSION_DENIED",
  cold: "ROOM_INACTIVE",
  shut: "ROOM_CLOSED",
  mute: "CLIENT_BLOCKED",
  room: "ROOM_NOT_FOUND",
  rou: "ROOM_OR_USER_NOT_FOUND",
  msg: "MESSAGE_NOT_FOUND",
  mem: "MEMBER_NOT_FOUND",
  blk: "BLOCK_NOT_FOUND",
  hook: "WEBHOOK_NOT_FOUND",
  /** There is no such operation. */
  gone: "NOT_FOUND",
} satisfies Record<string, ErrorCode | "ok">

export type Outcome = ErrorCode | "ok"

/** What each kind of caller is answered. */
export type Cells = Record<KindName, Outcome>

/** @param table lines of columns, and one line a row; `...` is what stands before it, as often as there is room. */
export function readTable(table: string): Map<string, Cells> {
  const lines = table.split("\n").flatMap(line => {
    const words = line.trim().split(/\s+/)
    return words.join() === "" || words.join() === kindNames.join() ? [] : [words]
  })
  return new Map(lines.map(([name = "", ...cells]) => [name, cellsOf(name, cells)]))
}

function cellsOf(name: string, given: string[]): Cells {
  const gap = given.indexOf("...")
  const times = kindNames.length - given.length + 1
  const cells = gap < 0 ? given : given.toSpliced(gap, 1, ...Array(times).fill(given[gap - 1]))
  if (cells.length !== kindNames.length) throw new Error(`The row ${name} has ${cells.length} cells.`)
  return Object.fromEntries(kindNames.map((kind, index) => [kind, outcomeOf(cells[index] ?? "")])) as Cells
}

function outcomeOf(cell: string): Outcome {
  const word = cell.replace("?", "")
  if (word in words) return words[word as keyof typeof words]
  throw new Error(`No cell holds ${word}.`)
}
