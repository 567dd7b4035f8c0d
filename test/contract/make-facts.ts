import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeFacts } from "./facts.ts"

/** `node test/contract/make-facts.ts <openapi.yaml>`: writes facts.json anew, one line for each operation and schema. */

const [source] = process.argv.slice(2)
if (!source) throw new Error("Say where the contract's openapi.yaml is.")
const { operations, reasons, schemas } = makeFacts(readFileSync(source, "utf8"))

const lines = (entries: string[]) => entries.join(",\n")
const named = (parts: object) =>
  lines(Object.entries(parts).map(([name, part]) => `${JSON.stringify(name)}: ${JSON.stringify(part)}`))

writeFileSync(
  join(import.meta.dirname, "facts.json"),
  `{"operations": [
${lines(operations.map(operation => JSON.stringify(operation)))}
],
"reasons": {
${named(reasons)}
},
"schemas": {
${named(schemas)}
}}
`,
)
