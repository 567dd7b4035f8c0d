import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type Facts, makeFacts } from "../contract/facts.ts"

const root = join(import.meta.dirname, "../..")
const given = process.env.CONTRACT ?? join(root, "../shared/contract/openapi.yaml")

/** The copy of the contract's facts that this project keeps. */
export const ownFacts: Facts = JSON.parse(readFileSync(join(root, "test/contract/facts.json"), "utf8"))

/** The facts of the contract itself, where it stands beside the project or CONTRACT says where; else undefined. */
export const givenFacts: Facts | undefined = existsSync(given)
  ? makeFacts(readFileSync(given, "utf8"))
  : undefined
