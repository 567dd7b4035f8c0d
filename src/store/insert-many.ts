import type { Statements, Value } from "./database.ts"

/** Rows of one statement: few sizes, so that few statements are ever prepared. */
const sizes = [64, 16, 4, 1]

/**
 * Inserts rows by few statements, which travel together.
 * @param into all before VALUES.
 * @param then all after the rows.
 */
export async function insertMany(
  tx: Statements,
  into: string,
  rows: readonly Value[][],
  then: string,
): Promise<void> {
  const runs: unknown[] = []
  let from = 0
  for (const size of sizes) {
    for (; rows.length - from >= size; from += size) {
      const some = rows.slice(from, from + size)
      const places = some.map(row => `(${row.map(() => "?").join(", ")})`)
      runs.push(tx.run(`${into} VALUES ${places.join(", ")} ${then}`, some.flat()))
    }
  }
  await Promise.all(runs)
}
