import { isDeepStrictEqual } from "node:util"
import { instantOf } from "../../lib/clock.ts"

/** How the value of a field is compared with what a query asks for; undefined is a field that is not there. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A list matches by any of its entries, too. */
export const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function equals(value: unknown, operand: unknown): boolean {
  if (operand === null) return value === null || value === undefined
  if (value instanceof Date) return value.getTime() === instantOf(operand)
  return value === operand || (typeof operand === "object" && isDeepStrictEqual(value, operand))
}

export const holds = (value: unknown, operand: unknown) =>
  equals(value, operand) || (Array.isArray(value) && value.some(entry => equals(entry, operand)))

/** Below, equal or above zero; undefined for values that have no order among them. */
function order(value: unknown, operand: unknown): number | undefined {
  if (value instanceof Date) {
    const instant = instantOf(operand)
    return instant === undefined ? undefined : value.getTime() - instant
  }
  if (typeof value === "number" && typeof operand === "number") return value - operand
  if (typeof value !== "string" || typeof operand !== "string") return undefined
  return value === operand ? 0 : value < operand ? -1 : 1
}

type Operator = (operand: unknown) => ((value: unknown) => boolean) | undefined

const ordered =
  (fits: (sign: number) => boolean): Operator =>
  operand =>
  value =>
    entriesOf(value).some(entry => {
      const sign = order(entry, operand)
      return sign !== undefined && fits(sign)
    })

/** Whether a value, or an entry of it, is among the choices: however many of either, each is looked at once. */
function among(choices: unknown[]): (value: unknown) => boolean {
  const plain = new Set(choices)
  const instants = new Set(choices.map(instantOf))
  const objects = choices.filter(choice => typeof choice === "object" && choice !== null)
  const isOne = (value: unknown): boolean => {
    if (value instanceof Date) return instants.has(value.getTime())
    if (plain.has(value ?? null)) return true
    return typeof value === "object" && objects.some(choice => isDeepStrictEqual(value, choice))
  }
  return value => isOne(value) || (Array.isArray(value) && value.some(isOne))
}

/** Objects must be compared one by one, so that only a few may be asked for. */
const mostObjects = 20

const ofList =
  (make: (choices: unknown[]) => (value: unknown) => boolean): Operator =>
  operand => {
    if (!Array.isArray(operand)) return undefined
    const objects = operand.filter(choice => typeof choice === "object" && choice !== null)
    return objects.length > mostObjects ? undefined : make(operand)
  }

/** Whether each of the choices is the value, or an entry of it. */
function allOf(choices: unknown[]): (value: unknown) => boolean {
  const plain = [...new Set(choices)].filter(choice => typeof choice !== "object")
  const others = choices.filter(choice => typeof choice === "object")
  return value => {
    if (value instanceof Date) return choices.every(choice => holds(value, choice))
    const entries = new Set(entriesOf(value))
    return plain.every(choice => entries.has(choice)) && others.every(choice => holds(value, choice))
  }
}

/** Types by their names and numbers in the platform's queries. */
const types = new Map<string, (value: unknown) => boolean>()
for (const [names, test] of [
  ["double 1 number", (value: unknown) => typeof value === "number"],
  ["int 16 long 18", Number.isInteger],
  ["string 2", (value: unknown) => typeof value === "string"],
  ["object 3", (value: unknown) => isObject(value) && !(value instanceof Date)],
  ["array 4", Array.isArray],
  ["bool 8", (value: unknown) => typeof value === "boolean"],
  ["date 9", (value: unknown) => value instanceof Date],
  ["null 10", (value: unknown) => value === null],
] as const) {
  for (const name of names.split(" ")) types.set(name, test)
}

const ofType: Operator = operand => {
  const test = types.get(String(operand))
  return test && (value => test(value) || entriesOf(value).some(test))
}

/** Each takes its operand and gives a test of values; undefined for an operand that makes no sense. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["$eq", operand => value => holds(value, operand)],
  ["$ne", operand => value => !holds(value, operand)],
  ["$gt", ordered(sign => sign > 0)],
  ["$gte", ordered(sign => sign >= 0)],
  ["$lt", ordered(sign => sign < 0)],
  ["$lte", ordered(sign => sign <= 0)],
  ["$in", ofList(among)],
  [
    "$nin",
    ofList(choices => {
      const isAmong = among(choices)
      return value => !isAmong(value)
    }),
  ],
  ["$all", ofList(allOf)],
  [
    "$exists",
    operand => (typeof operand === "boolean" ? value => (value !== undefined) === operand : undefined),
  ],
  ["$type", ofType],
])
