import { Ajv, type ValidateFunction } from "ajv"
import type { TSchema } from "typebox"
import { ChatError } from "../chat/error.ts"
import type { ErrorCode } from "../wire/errors.ts"

/** Bodies are taken as they are; the text of a query is read as what the schema asks for. */
const bodies = new Ajv({ strict: false })
const queries = new Ajv({ strict: false, coerceTypes: true })

/** Codes for what is missing, what is otherwise wrong, and what is no object at all; a single code serves for all. */
export type FlawCodes = ErrorCode | { missing: ErrorCode; flawed: ErrorCode; formless?: ErrorCode }

type Flaw = "missing" | "flawed" | "formless"

const usual: FlawCodes = { missing: "MISSING_PARAMETER", flawed: "INVALID_PARAMETER" }

export function validator<T>(
  schema: TSchema,
  kind: "body" | "query",
  codes: FlawCodes = usual,
): (value: unknown) => T {
  const check = (kind === "body" ? bodies : queries).compile(schema)
  return value => {
    if (check(value)) return value as T
    const { flaw, sentence } = flawOf(check)
    throw new ChatError(typeof codes === "string" ? codes : (codes[flaw] ?? codes.flawed), sentence)
  }
}

function flawOf({ errors }: ValidateFunction): { flaw: Flaw; sentence: string } {
  // In a choice of several forms, the deepest complaint is about the form that was meant.
  const [error] = [...(errors ?? [])].sort((a, b) => depthOf(b) - depthOf(a))
  if (!error) return { flaw: "flawed", sentence: "The request is malformed." }
  if (error.keyword === "required") {
    return { flaw: "missing", sentence: `${error.params.missingProperty} is missing.` }
  }
  const field = error.instancePath.slice(1).replaceAll("/", ".")
  if (error.keyword === "minItems") return { flaw: "missing", sentence: `${field} is empty.` }
  const rule = error.keyword === "pattern" ? "must not contain control characters" : error.message
  if (field) return { flaw: "flawed", sentence: `${field} ${rule}.` }
  return { flaw: "formless", sentence: `The body ${rule}: send a JSON object.` }
}

const depthOf = (error: { instancePath: string; keyword: string }) =>
  error.instancePath.length + (error.keyword === "required" ? 1 : 0) - (error.keyword === "anyOf" ? 1 : 0)
