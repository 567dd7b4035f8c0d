import { createContext, runInContext } from "node:vm"
import { ChatError } from "../../chat/error.ts"

/** Patterns come from strangers: each gets this long for all items, then it is refused, however it is built. */
const patternMs = 50

/** Patterns run here because only here V8 interrupts them. Nothing of ours is within their reach. */
const sandbox = createContext(Object.create(null))

/** JSON text in the platform's query syntax: plain values, $in, $all, $regex (contract: rest-extended.md 2). */
export type Filter = Record<string, unknown>

const isObject = (value: unknown): value is Filter =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export function parseFilter(text: string | undefined, name: string): Filter | undefined {
  if (text === undefined || text === "") return
  if (text.includes("\\u0000"))
    throw new ChatError("INVALID_PARAMETER", `${name} must not contain control characters.`)
  try {
    const filter: unknown = JSON.parse(text)
    if (isObject(filter)) return filter
  } catch {}
  throw new ChatError("INVALID_PARAMETER", `${name} must be the JSON text of an object.`)
}

/**
 * Keeps the items that match all fields asked for.
 * @param fields how each field that may be asked for is read.
 */
export function filterOf<T>(
  filter: Filter,
  fields: Record<string, (item: T) => unknown>,
  name: string,
): (items: T[]) => T[] {
  const tests = Object.entries(filter).map(([field, condition]) => {
    const test = testOf(condition, `${name}.${field}`)
    return (items: T[]) => {
      const matching = test(items.map(item => [fields[field]?.(item)].flat()))
      return items.filter((_, i) => matching[i])
    }
  })
  return items => tests.reduce((left, test) => test(left), items)
}

/** Says of each item's values whether they match. A list matches a plain value, $in and $regex by any of its entries. */
type Test = (lists: unknown[][]) => boolean[]

function testOf(condition: unknown, where: string): Test {
  if (!isObject(condition)) return lists => lists.map(values => values.includes(condition))
  const tests = Object.entries(condition).map(([operator, operand]) =>
    operatorOf(operator, operand, condition, where),
  )
  return lists => {
    const answers = tests.map(test => test(lists))
    return lists.map((_, i) => answers.every(answer => answer[i]))
  }
}

function operatorOf(operator: string, operand: unknown, condition: Filter, where: string): Test {
  if (operator === "$in" && Array.isArray(operand)) {
    return lists => lists.map(values => values.some(value => operand.includes(value)))
  }
  if (operator === "$all" && Array.isArray(operand)) {
    return lists => lists.map(values => operand.every(value => values.includes(value)))
  }
  if (operator === "$eq") return lists => lists.map(values => values.includes(operand))
  if (operator === "$options" && typeof condition.$regex === "string") return lists => lists.map(() => true)
  if (operator === "$regex" && typeof operand === "string" && operand.length <= 200) {
    return patternTest(operand, String(condition.$options ?? ""), where)
  }
  throw new ChatError(
    "INVALID_PARAMETER",
    `${where} is not understood: use a plain value, $in, $all or $regex.`,
  )
}

function patternTest(source: string, options: string, where: string): Test {
  const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", `${where} ${sentence}`)
  const flags = options.replace(/[^ims]/g, "")
  try {
    new RegExp(source, flags)
  } catch {
    throw flawed("is no regular expression.")
  }
  return lists => {
    const texts = lists.map(values => values.filter(value => typeof value === "string"))
    const code = `{ const pattern = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)});
      JSON.stringify(JSON.parse(lists).map(texts => texts.some(text => pattern.test(text)))) }`
    try {
      sandbox.lists = JSON.stringify(texts)
      return JSON.parse(runInContext(code, sandbox, { timeout: patternMs }) as string)
    } catch {
      throw flawed("takes too long to match: use a simpler pattern.")
    }
  }
}
