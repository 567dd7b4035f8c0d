import type { Facts, Operation } from "./facts.ts"

/** Counts what was called, provoked and missed, for the line at the end. */
export interface Tally {
  called: (operation: Operation) => void
  absent: (operation: Operation) => void
  provoked: (operation: Operation, code: string) => void
  never: (operation: Operation, code: string, reason: string) => void
  /** Operations that must be there and answered as if they were not. */
  missing: () => string[]
  report: () => string
}

export function makeTally({ operations }: Facts): Tally {
  const documented = operations.flatMap(operation => operation.errors).length
  const called = new Set<Operation>()
  const absent = new Set<Operation>()
  const provoked = new Set<string>()
  const never: string[] = []
  return {
    called: operation => called.add(operation),
    absent: operation => absent.add(operation),
    provoked: ({ id }, code) => provoked.add(`${id} ${code}`),
    never: ({ id }, code, reason) => never.push(`${id} ${code}: ${reason}`),
    missing: () => [...absent].filter(({ build }) => build === "must").map(({ id }) => id),
    report: () =>
      [
        `${called.size} of ${operations.length} operations called, ${provoked.size} of ${documented} errors provoked.`,
        `Not built: ${[...absent].map(({ id }) => id).join(", ") || "none"}.`,
        "Errors that nothing can provoke:",
        ...never.map(line => `  ${line}`),
      ].join("\n"),
  }
}
