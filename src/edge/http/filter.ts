import { createContext, runInContext } from "node:vm"
import { ChatError } from "../../chat/error.ts"

/** Patterns come from strangers: those of one filter get this long in all, then it is refused, however they are built. */
const patternMs = 50

interface Budget {
  leftMs: number
}

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

/** @param fields how each field that may be asked for is read. All fields asked for must match. */
export function matcherOf<T>(
  filter: Filter,
  fields: Record<string, (item: T) => unknown>,
  name: string,
): (item: T) => boolean {
  const budget = { leftMs: patternMs }
  const tests = Object.entries(filter).map(([field, condition]) => {
    const test = testOf(condition, `${name}.${field}`, budget)
    return (item: T) => test([fields[field]?.(item)].flat())
  })
  return item => tests.every(test => test(item))
}

/** A list matches a plain value, $in and $regex if one of its entries does. */
function testOf(condition: unknown, where: string, budget: Budget): (values: unknown[]) => boolean {
  if (!isObject(condition)) return values => values.includes(condition)
  const tests = Object.entries(condition).map(([operator, operand]) =>
    operatorOf(operator, operand, condition, where, budget),
  )
  return values => tests.every(test => test(values))
}

function operatorOf(
  operator: string,
  operand: unknown,
  condition: Filter,
  where: string,
  budget: Budget,
): (values: unknown[]) => boolean {
  if (operator === "$in" && Array.isArray(operand))
    return values => values.some(value => operand.includes(value))
  if (operator === "$all" && Array.isArray(operand))
    return values => operand.every(value => values.includes(value))
  if (operator === "$eq") return values => values.includes(operand)
  if (operator === "$options" && typeof condition.$regex === "string") return () => true
  if (operator === "$regex" && typeof operand === "string" && operand.length <= 200) {
    const matches = patternOf(operand, String(condition.$options ?? ""), where, budget)
    return values => values.some(value => typeof value === "string" && matches(value))
  }
  throw new ChatError(
    "INVALID_PARAMETER",
    `${where} is not understood: use a plain value, $in, $all or $regex.`,
  )
}

function patternOf(
  source: string,
  options: string,
  where: string,
  budget: Budget,
): (text: string) => boolean {
  const flawed = (sentence: string) => new ChatError("INVALID_PARAMETER", `${where} ${sentence}`)
  const flags = options.replace(/[^ims]/g, "")
  try {
    new RegExp(source, flags)
  } catch {
    throw flawed("is no regular expression.")
  }
  return text => {
    const started = performance.now()
    try {
      sandbox.text = text
      const code = `new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)}).test(text)`
      return runInContext(code, sandbox, { timeout: Math.max(1, Math.ceil(budget.leftMs)) }) === true
    } catch {
      throw flawed("takes too long to match: use a simpler pattern.")
    } finally {
      budget.leftMs -= performance.now() - started
    }
  }
}
