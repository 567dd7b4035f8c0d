import { Ajv2020 } from "ajv/dist/2020.js"
import type { Answer } from "../support/backend.ts"
import type { Facts, Operation } from "./facts.ts"
import { breaksOfForm } from "./form.ts"
import { breaksOfOwnRooms } from "./own-rooms.ts"
import type { Schema } from "./schema.ts"
import type { Who } from "./world.ts"

/** Says in words where an answer leaves the contract; an empty list is a good answer. */
export interface Judge {
  success: (operation: Operation, who: Who, answer: Answer) => string[]
  refusal: (operation: Operation, code: string, answer: Answer) => string[]
  /** Whether a body is one that the contract prints. */
  body: (operation: Operation, body: unknown) => string[]
}

export function makeJudge({ schemas, reasons }: Facts): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  for (const name of ["date", "int64"]) ajv.addFormat(name, true)
  ajv.addSchema({ $id: "contract", schemas })

  function flaws(schema: Schema, value: unknown): string[] {
    const check = ajv.compile(schema)
    if (check(value)) return []
    return (check.errors ?? []).map(error => `${error.instancePath} ${error.message}`).slice(0, 8)
  }

  return {
    success: (operation, who, { status, body, headers }) => {
      const { answer: schema, raw } = operation
      const isJson = headers.get("content-type")?.startsWith("application/json") === true
      if (status !== 200) return [`answered ${status} ${JSON.stringify(body)}`]
      if (!isJson) return raw ? [] : [`answered ${headers.get("content-type")}, not JSON`]
      if (!schema) return ["answered JSON where none was due"]
      return [...flaws(schema, body), ...breaksOfForm(body), ...breaksOfOwnRooms(operation, who, body)]
    },
    refusal: ({ method, errors }, code, { status, body }) => {
      const due = errors.find(error => error.code === code)?.RC
      const said = `${status} ${body?.error?.code ?? JSON.stringify(body)}`
      if (method === "HEAD") return status === due ? [] : [`${code} must be ${due}, not ${status}`]
      if (said !== `${due} ${code}`) return [`must be refused with ${due} ${code}, not ${said}`]
      return [
        ...(body.RC === status ? [] : [`${code}: RC is ${body.RC}, not the status`]),
        ...(reasons[code]?.includes(body.RM) ? [] : [`${code}: RM is ${body.RM}, not ${reasons[code]}`]),
        ...(/\S/.test(body.error.message ?? "") ? [] : [`${code} comes without a sentence`]),
        ...("result" in body ? [`${code} comes with a result`] : []),
      ]
    },
    body: ({ id, body: schema }, body) =>
      schema
        ? flaws(schema, body).map(flaw => `the fixture of ${id} sends a body that is not printed: ${flaw}`)
        : [],
  }
}
