import { parse } from "yaml"
import { allWithoutProse, type Schema, withoutProse } from "./schema.ts"

/** What the contract says of one operation, without its prose. */
export interface Operation {
  id: string
  method: string
  path: string
  /** Other spellings of the path. */
  variants?: string[]
  tier: "seed" | "current" | "wiki-2025" | "legacy-2021"
  /** Whose credentials it takes: the backend's, a user's, either, an app's with tokens in the body, or none. */
  auth: "admin" | "client" | "both" | "token-list" | "none"
  /** Whether it must be there, may be left out, or must not be there. */
  build: "must" | "may" | "never"
  /** Of the body, when it is JSON. */
  body?: Schema
  /** Of a success, when it is JSON. */
  answer?: Schema
  /** A success may be something else than JSON. */
  raw?: true
  errors: DocumentedError[]
}

export interface DocumentedError {
  RC: number
  code: string
  /** How many different cases the operation names with it, beside the missing acting user. */
  cases: number
  /** It also answers the API key without an acting user. */
  withoutActor?: true
}

export interface Facts {
  operations: Operation[]
  /** Code → every RM that some operation prints with it. */
  reasons: Record<string, string[]>
  schemas: Record<string, Schema>
}

/** Operations of the oldest pages are wanted only where rest-extended.md says so. */
const wantedOfLegacy = new Set(["removeMemberByPath"])

/** @param text openapi.yaml of the contract. */
export function makeFacts(text: string): Facts {
  const contract = parse(text)
  const resolve = (part: Json) =>
    part?.$ref ? at(contract, part.$ref.replace("#/", "").split("/")) : (part ?? {})
  const operations = Object.entries<Json>(contract.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) =>
      operationOf(method.toUpperCase(), path, operation, resolve),
    ),
  )
  const errors = operations.flatMap(operation => operation.printed)
  const schemas = tightened(allWithoutProse(contract.components.schemas))
  return {
    operations: operations.map(({ printed: _, ...operation }) => operation),
    reasons: Object.fromEntries(
      [...new Set(errors.map(error => error.code))]
        .sort()
        .map(code => [code, [...new Set(errors.filter(e => e.code === code).map(e => e.RM))].sort()]),
    ),
    schemas: namedIn(operations, schemas),
  }
}

/** Those schemas that are referred to, also by one another. */
function namedIn(part: unknown, schemas: Record<string, Schema>, found: Record<string, Schema> = {}) {
  for (const [, name = ""] of JSON.stringify(part).matchAll(/"contract#\/schemas\/(\w+)"/g)) {
    if (found[name] || !schemas[name]) continue
    found[name] = schemas[name]
    namedIn(found[name], schemas, found)
  }
  return found
}

// biome-ignore lint/suspicious/noExplicitAny: the contract is read as it is
type Json = any

const at = (value: Json, keys: string[]): Json => keys.reduce((part, key) => part[key], value)

function operationOf(
  method: string,
  path: string,
  operation: Json,
  resolve: (part: Json) => Json,
): Operation & { printed: Json[] } {
  const id = operation.operationId
  const printed = (operation["x-errors"] ?? []).filter((error: Json) => !error["x-alternative"])
  const never = printed.some((error: Json) => error.when === "Recommended answer.")
  const optional = operation["x-tier"] === "legacy-2021" && !wantedOfLegacy.has(id)
  const { "application/json": json, ...others } = resolve(operation.responses["200"]).content ?? { raw: {} }
  const body = operation.requestBody?.content["application/json"]?.schema
  const variants = (operation["x-path-variants"] ?? []).filter((variant: string) => variant !== path)
  return {
    id,
    method,
    path,
    ...(variants.length > 0 ? { variants } : {}),
    tier: operation["x-tier"],
    auth: operation["x-auth"],
    build: never ? "never" : optional ? "may" : "must",
    ...(body ? { body: withoutProse(body) } : {}),
    ...(json ? { answer: id === "createRoom" ? createdRoom : withoutProse(json.schema) } : {}),
    ...(Object.keys(others).length > 0 ? { raw: true } : {}),
    errors: errorsOf(never ? printed.filter((error: Json) => error.RC === 404) : printed),
    printed,
  }
}

function errorsOf(printed: Json[]): DocumentedError[] {
  const isActor = (error: Json) => error.when === "Called with the API key but without an acting user."
  const codes = [...new Set<string>(printed.map(error => error.code))]
  return codes.map(code => {
    const all = printed.filter(error => error.code === code)
    return {
      RC: all[0].RC,
      code,
      cases: all.filter(error => !isActor(error)).length,
      ...(all.some(isActor) ? { withoutActor: true as const } : {}),
    }
  })
}

const inRoom = (members: Schema): Schema => ({
  required: ["members"],
  properties: { members: { type: "array", items: members } },
})
const person = { $ref: "contract#/schemas/Client" }

/** Clients read the people of a group, too (contract: client-compat.md 1). */
const member: Schema = {
  ...person,
  if: { properties: { clientType: { const: "user" } } },
  else: inRoom(person),
}

/** The one answer whose members are ids (contract: openapi.yaml, createRoom). */
const createdRoom: Schema = {
  required: ["RC", "RM", "result"],
  properties: {
    result: { allOf: [{ $ref: "contract#/schemas/AnyRoom" }, inRoom({ type: "string" })] },
  },
}

/**
 * The schemas let several forms pass where decided.md knows one (13, 14): members and senders are objects, and a
 * message of a reserved type is complete.
 */
function tightened(schemas: Record<string, Schema>): Record<string, Schema> {
  const kinds = Object.entries(schemas).flatMap(([name, schema]) => {
    const messageType = schema.allOf?.[1]?.properties?.messageType
    if (!messageType) return []
    const another = { properties: { messageType: { not: messageType } } }
    return [{ if: another, else: { $ref: `contract#/schemas/${name}` } }]
  })
  return {
    ...schemas,
    AnyRoom: schemas.Room ?? {},
    Room: { allOf: [{ $ref: "contract#/schemas/AnyRoom" }, { properties: inRoom(member).properties }] },
    Message: {
      required: ["room", "sender"],
      properties: { sender: { $ref: "contract#/schemas/ClientEmbedded" } },
      allOf: [{ $ref: "contract#/schemas/MessageBase" }, ...kinds],
    },
  }
}
