import type { TSchema } from "typebox"
import { noNul } from "../../wire/bodies/parts.ts"
import type { Operation, Shape } from "./api.ts"
import { exampleOf } from "./openapi-examples.ts"
import {
  actingClient,
  credentialsOf,
  errorCode,
  failure,
  introduction,
  parameter,
  responses,
  securitySchemes,
} from "./openapi-parts.ts"

type Json = Record<string, unknown>

export interface Described {
  version: string
  /** Whether the client key alone may sign tokens. */
  sandbox: boolean
}

/** The REST surface as it is built, as an OpenAPI 3.1 document (contract: operations.md). */
export function describeApi(operations: readonly Operation[], server: Described): Json {
  const schemas: Json = { ErrorCode: errorCode, Failure: failure }
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}").replace("*", "{path}")
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describe(operation, path, schemas, server),
    }
  }
  const tags = [...new Set(operations.map(tagOf))].sort().map(name => ({ name }))
  return {
    openapi: "3.1.0",
    info: { title: "Parley", version: server.version, description: introduction },
    servers: [{ url: "/" }],
    tags,
    paths,
    components: { schemas, securitySchemes, parameters: { ActingClient: actingClient }, responses },
  }
}

const tagOf = ({ path }: Operation) => path.split("/")[1] ?? ""

function describe(operation: Operation, path: string, schemas: Json, { sandbox }: Described): Json {
  const { method, access, shape } = operation
  const parameters = parametersOf(operation, path)
  const content = {
    ...(shape.body ? { "application/json": jsonBody(shape.body, schemas) } : {}),
    ...(shape.form ? { "multipart/form-data": { schema: named(shape.form, schemas) } } : {}),
  }
  const requestBody = { required: !mayBeAbsent(shape.body), content }
  return {
    operationId: idOf(method, path),
    tags: [tagOf(operation)],
    summary: shape.summary,
    security: credentialsOf(access, sandbox),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(Object.keys(content).length > 0 ? { requestBody } : {}),
    responses: {
      200: { description: "Success.", content: answer(shape, schemas) },
      default: { $ref: "#/components/responses/Failure" },
    },
  }
}

const jsonBody = (body: TSchema, schemas: Json) => ({
  schema: named(body, schemas),
  example: exampleOf(body),
})

function parametersOf({ access, shape }: Operation, path: string): Json[] {
  const headers = Object.entries(shape.headers ?? {})
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name ?? "", "path", true)),
    ...queryParameters(shape.query),
    ...headers.map(([name, description]) => ({ ...parameter(name, "header", false), description })),
    ...(access === "anyone" ? [{ $ref: "#/components/parameters/ActingClient" }] : []),
  ]
}

/** `getRoomsByRoomIdMessages` */
const idOf = (method: string, path: string) =>
  method.toLowerCase() +
  path
    .replace(/\{(\w+)\}/g, (_, name: string) => `by-${name}`)
    .replace(/(?:^|[^A-Za-z0-9])+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function queryParameters(query: TSchema | undefined): Json[] {
  const { properties = {}, required = [] } = (query ?? {}) as {
    properties?: Record<string, TSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) =>
    parameter(name, "query", required.includes(name), named(schema, {})),
  )
}

/** A body that may be null may be left out. */
const mayBeAbsent = (body: TSchema | undefined) =>
  ((body as { anyOf?: Json[] } | undefined)?.anyOf ?? []).some(form => form.type === "null")

function answer({ bytes, bare, repeated, result = {} }: Shape, schemas: Json): Json {
  if (bytes) return { "*/*": {} }
  const shown = named(result, schemas)
  const envelope = {
    type: "object",
    required: ["RC", "RM", "result"],
    properties: { RC: { type: "integer", const: 0 }, RM: { type: "string" }, result: shown },
  }
  const schema = bare ? shown : repeated ? { allOf: [shown, envelope] } : envelope
  return { "application/json": { schema } }
}

/**
 * A copy of a schema in which those with a title are references; they go into `schemas`. What a reader takes for granted
 * is left out: that further fields may come, and that text holds no NUL.
 */
function named(schema: unknown, schemas: Json): unknown {
  if (Array.isArray(schema)) return schema.map(part => named(part, schemas))
  if (typeof schema !== "object" || schema === null) return schema
  const { title, ...rest } = schema as Json
  const entries = Object.entries(typeof title === "string" ? rest : schema)
  const telling = entries.filter(
    ([key, part]) => !(key === "additionalProperties" && part === true) && part !== noNul,
  )
  const copy = Object.fromEntries(telling.map(([key, part]) => [key, named(part, schemas)]))
  if (typeof title !== "string") return copy
  schemas[title] = copy
  return { $ref: `#/components/schemas/${title}` }
}
