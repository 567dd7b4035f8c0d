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
  await Promise.all(inserts(into, rows, then).map(({ sql, values }) => tx.run(sql, values)))
}

/** The same with a `RETURNING` in `then`. @returns what it returns, of the rows that were inserted. */
export async function insertManyReturning<Row>(
  tx: Statements,
  into: string,
  rows: readonly Value[][],
  then: string,
): Promise<Row[]> {
  const runs = inserts(into, rows, then).map(({ sql, values }) => tx.all<Row>(sql, values))
  return (await Promise.all(runs)).flat()
}

function inserts(into: string, rows: readonly Value[][], then: string): { sql: string; values: Value[] }[] {
  const statements: { sql: string; values: Value[] }[] = []
  let from = 0
  for (const size of sizes) {
    for (; rows.length - from >= size; from += size) {
      const some = rows.slice(from, from + size)
      const places = some.map(row => `(${row.map(() => "?").join(", ")})`)
      statements.push({ sql: `${into} VALUES ${places.join(", ")} ${then}`, values: some.flat() })
    }
  }
  return statements
}
