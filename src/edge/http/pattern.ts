import { createContext, runInContext } from "node:vm"

/** Patterns run here because only here V8 interrupts them. Nothing of ours is within their reach. */
const sandbox = createContext(Object.create(null))

/** A regular expression of a stranger. @throws SyntaxError */
export function patternOf(source: string, options: string): { source: string; flags: string } {
  const pattern = { source, flags: options.replace(/[^ims]/g, "") }
  new RegExp(pattern.source, pattern.flags)
  return pattern
}

/** Which of the lists have a text that the pattern matches. @throws Error when it takes longer, however it is built */
export function matchAny(
  { source, flags }: { source: string; flags: string },
  lists: string[][],
  ms: number,
): boolean[] {
  if (ms <= 0) throw new Error("no time is left")
  const code = `{ const pattern = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)});
    JSON.stringify(JSON.parse(lists).map(texts => texts.some(text => pattern.test(text)))) }`
  sandbox.lists = JSON.stringify(lists)
  return JSON.parse(runInContext(code, sandbox, { timeout: Math.ceil(ms) }) as string)
}
