import { parseArgs } from "node:util"
import type { Engine } from "./servers/ours.ts"
import { findPostgres } from "./servers/postgres-cluster.ts"

export const usage = `Usage: npm run bench -- [scenario…] [--quick] [--engine sqlite|postgres|both] [--json FILE]
Scenarios: post, room, idle, reads, rooms, search, reconnect, push, pushes, page; none given runs all of them.`

export interface Options {
  scenarios: string[]
  quick: boolean
  engines: Engine[]
  json: string | undefined
}

/** @throws Error with a sentence for the person at the keyboard. */
export function readOptions(args: string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      engine: { type: "string" },
      json: { type: "string" },
    },
  })
  const unknown = positionals.find(name => !known.includes(name))
  if (unknown !== undefined) throw new Error(`There is no scenario ${unknown}.`)
  return {
    scenarios: positionals.length > 0 ? positionals : [...known],
    quick: values.quick,
    engines: enginesOf(values.engine),
    json: values.json,
  }
}

function enginesOf(named: string | undefined): Engine[] {
  if (named === "sqlite" || named === "postgres") return [named]
  if (named !== undefined && named !== "both") throw new Error("--engine must be sqlite, postgres or both.")
  if (named === "both" || findPostgres()) return ["sqlite", "postgres"]
  process.stderr.write("PostgreSQL was not found on this machine: only the embedded engine is measured.\n")
  return ["sqlite"]
}
