import { ChatError } from "../../chat/error.ts"
import { entriesOf, holds, isObject, operators } from "./conditions.ts"
import { matchAny, patternOf } from "./pattern.ts"

/** JSON text in the platform's query syntax (contract: rest-extended.md 2, openapi.yaml listClients). */
export type Filter = Record<string, unknown>

/** How a field that may be asked for is read; undefined for others. A Date is compared as an instant. */
export type Fields<T> = (field: string) => ((item: T) => unknown) | undefined

type Code = "INVALID_PARAMETER" | "INVALID_QUERY"

/** Says of each value of a field whether it matches. */
type Test = (values: unknown[]) => boolean[]

/** All patterns of one filter together get this long for one list of items. */
const patternMs = 250

const deepest = 5

/** Each condition is a pass over the whole list. */
const mostConditions = 50

/** @param name of the query's field, for the sentence. @throws ChatError `code` */
export function parseFilter(
  text: string | undefined,
  name: string,
  code: Code = "INVALID_PARAMETER",
): Filter | undefined {
  if (text === undefined || text === "") return
  if (text.includes("\\u0000")) throw new ChatError(code, `${name} must not contain control characters.`)
  try {
    const filter: unknown = JSON.parse(text)
    if (isObject(filter)) return filter
  } catch {}
  throw new ChatError(code, `${name} must be the JSON text of an object.`)
}

/** Keeps the items that match all that is asked for. @throws ChatError `code` for what is not understood */
export function filterOf<T>(
  filter: Filter,
  fields: Fields<T>,
  name: string,
  code: Code = "INVALID_PARAMETER",
): (items: T[]) => T[] {
  const flawed = (sentence: string) => new ChatError(code, sentence)
  let msLeft = patternMs
  let conditions = 0

  function all(asked: Filter, depth: number): (items: T[]) => T[] {
    if (depth > deepest) throw flawed(`${name} must not be nested deeper than ${deepest} levels.`)
    const tests = Object.entries(asked).map(([field, condition]) => {
      if (++conditions > mostConditions)
        throw flawed(`${name} must not have more than ${mostConditions} conditions.`)
      if (field === "$and" || field === "$or") return combined(field, condition, depth)
      const read = fields(field)
      if (!read) throw flawed(`${name} cannot ask for ${field}.`)
      const test = testOf(condition, `${name}.${field}`)
      return (items: T[]) => {
        const answers = test(items.map(read))
        return items.filter((_, i) => answers[i])
      }
    })
    return items => tests.reduce((left, test) => test(left), items)
  }

  function combined(operator: "$and" | "$or", operand: unknown, depth: number): (items: T[]) => T[] {
    if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isObject)) {
      throw flawed(`${name}.${operator} must be a list of objects.`)
    }
    const parts = operand.map(part => all(part, depth + 1))
    if (operator === "$and") return items => parts.reduce((left, part) => part(left), items)
    return items => {
      const kept = new Set(parts.flatMap(part => part(items)))
      return items.filter(item => kept.has(item))
    }
  }

  function testOf(condition: unknown, where: string): Test {
    if (!isObject(condition) || !Object.keys(condition).some(key => key.startsWith("$"))) {
      return each(value => holds(value, condition))
    }
    const tests = Object.entries(condition).map(([operator, operand]) => {
      const { $regex, $options } = condition
      if (operator === "$regex") return patternTest(operand, $options, where)
      const test =
        operator === "$options" && $regex !== undefined ? () => true : operators.get(operator)?.(operand)
      if (!test) {
        const known = [...operators.keys(), "$regex"].join(", ")
        throw flawed(`${where}.${operator} is not understood: use a plain value, ${known}.`)
      }
      return each(test)
    })
    return values => {
      const answers = tests.map(test => test(values))
      return values.map((_, i) => answers.every(answer => answer[i]))
    }
  }

  function patternTest(source: unknown, options: unknown, where: string): Test {
    if (typeof source !== "string" || source.length > 200) {
      throw flawed(`${where}.$regex must be text of at most 200 characters.`)
    }
    const pattern = attempt(
      () => patternOf(source, String(options ?? "")),
      () => flawed(`${where} is no regular expression.`),
    )
    return values => {
      const texts = values.map(textsOf)
      const begun = performance.now()
      const answers = attempt(
        () => matchAny(pattern, texts, msLeft),
        () => flawed(`${where} takes too long to match: use a simpler pattern.`),
      )
      msLeft -= performance.now() - begun
      return answers
    }
  }

  const keep = all(filter, 0)
  return items => {
    msLeft = patternMs
    return keep(items)
  }
}

const each =
  (test: (value: unknown) => boolean): Test =>
  values =>
    values.map(test)

function attempt<T>(act: () => T, refusal: () => ChatError): T {
  try {
    return act()
  } catch {
    throw refusal()
  }
}

/** A Date is matched as the ISO text that answers show. */
const textsOf = (value: unknown): string[] =>
  entriesOf(value)
    .map(entry => (entry instanceof Date ? entry.toISOString() : entry))
    .filter(entry => typeof entry === "string")
