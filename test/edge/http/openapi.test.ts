import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, expect, test } from "vitest"
import packageInfo from "../../../package.json" with { type: "json" }
import { errors } from "../../../src/wire/errors.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: the document is what the tests are about
type Json = any

let stage: Stage
let document: Json
beforeAll(async () => {
  stage = await setStage("sqlite")
  document = (await stage.raw("GET", "/openapi.json")).body
})
afterAll(() => stage.close())

/** Every operation: method, path, and what is said of it. */
const operations = (): { method: string; path: string; operation: Json }[] =>
  Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({ method, path, operation })),
  )

/** Every object inside a value, itself included. */
const objectsIn = (value: Json): Json[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : []

const at = (reference: string): Json =>
  reference
    .replace("#/", "")
    .split("/")
    .reduce((part, name) => part?.[name], document)

const schemasIn = (operation: Json): Json[] => [
  ...(operation.parameters ?? []).map((parameter: Json) => parameter.schema ?? at(parameter.$ref).schema),
  ...[operation.requestBody, ...Object.values<Json>(operation.responses)].flatMap(part =>
    Object.values<Json>(part?.content ?? {}).map(content => content.schema ?? {}),
  ),
]

test("everybody may read it, and it says what it is", async () => {
  expect(document).toMatchObject({
    openapi: "3.1.0",
    info: { title: "Parley", version: packageInfo.version },
    servers: [{ url: "/" }],
    components: {
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "IM-API-KEY" },
        clientKey: { type: "apiKey", in: "header", name: "IM-CLIENT-KEY" },
        userToken: { type: "apiKey", in: "header", name: "IM-Authorization" },
      },
    },
  })
  const text = JSON.stringify(document)
  for (const secret of ["test-api-key", "test-client-key", "test-secret"]) expect(text).not.toContain(secret)
})

test("every reference leads somewhere", () => {
  const references = objectsIn(document).flatMap(part => (typeof part.$ref === "string" ? [part.$ref] : []))
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter(reference => at(reference) === undefined)).toEqual([])
})

test("every schema is a JSON Schema of the dialect of OpenAPI 3.1", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: "http://parley/", components: document.components })
  const schemas = [
    ...Object.values(document.components.schemas),
    ...operations().flatMap(o => schemasIn(o.operation)),
  ]
  for (const schema of schemas) {
    expect([schema, ajv.validateSchema(schema as object)]).toEqual([schema, true])
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"http://parley/#/')))
  }
})

test("every JSON body has an example that its schema takes, made of words", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: "http://parley/", components: document.components })
  const bodies = operations().flatMap(({ operation, path }) => {
    const content = operation.requestBody?.content["application/json"]
    return content ? [{ path, ...content }] : []
  })
  expect(bodies.length).toBeGreaterThan(30)
  for (const { path, schema, example } of bodies) {
    const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"http://parley/#/')))
    expect([path, example, check(example)]).toEqual([path, example, true])
  }
  const { example } = document.paths["/rooms"].post.requestBody.content["application/json"]
  expect(example).toMatchObject({ name: "Garden club", members: ["lena", "bob"] })
  expect(JSON.stringify(document)).not.toContain("u0000]*$")
})

test("every operation has an id of its own, a tag, a summary, a success, and the one form of failure", () => {
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain("getRoomsByRoomIdMessagesV3")
  const tags = document.tags.map((tag: Json) => tag.name)
  for (const { path, operation } of operations()) {
    expect(operation).toMatchObject({
      tags: [path.split("/")[1]],
      summary: expect.stringMatching(/^[A-Z]/),
      security: expect.any(Array),
      responses: {
        200: { description: expect.any(String) },
        default: { $ref: "#/components/responses/Failure" },
      },
    })
    expect(tags).toContain(operation.tags[0])
  }
})

test("every operation says what it answers", () => {
  const silent = operations().filter(({ operation }) => {
    const { content } = operation.responses[200]
    const schema = content["application/json"]?.schema
    return schema ? isEmpty(schema.properties?.result ?? schema) : !content["*/*"]
  })
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

const isEmpty = (schema: object) => Object.keys(schema).length === 0

test("the places in a path are its parameters, and no two paths differ in their names alone", () => {
  for (const { path, operation } of operations()) {
    expect(path).not.toMatch(/[:*]/)
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = (operation.parameters ?? []).filter((parameter: Json) => parameter.in === "path")
    expect([path, declared.map((parameter: Json) => parameter.name)]).toEqual([path, places])
    expect(declared.every((parameter: Json) => parameter.required)).toBe(true)
  }
  const forms = Object.keys(document.paths).map(path => path.replace(/\{\w+\}/g, "{}"))
  expect(new Set(forms).size).toBe(forms.length)
})

test("an operation that names credentials refuses who has none, and others let everybody in", async () => {
  for (const { method, path, operation } of operations()) {
    const security: object[] = operation.security
    // A signed address is a credential, too.
    if (method === "head" || security.some(one => Object.keys(one).length === 0)) continue
    const { status } = await stage.raw(method.toUpperCase(), path.replace(/\{\w+\}/g, "x"))
    const isRefused = status === 401 || status === 403
    expect([method, path, isRefused]).toEqual([method, path, security.length > 0])
  }
})

test("all codes of failures are listed with their status", () => {
  const { enum: codes, description } = document.components.schemas.ErrorCode
  expect(codes).toEqual(Object.keys(errors))
  expect(description).toContain("`ROOM_NOT_FOUND`: 404 Room not found")
})

test("every answer has the form that the document shows", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: "http://parley/", components: document.components })
  const fits = (method: string, path: string, body: Json) => {
    const { schema } = document.paths[path][method].responses[200].content["application/json"]
    const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"http://parley/#/')))
    check(body)
    return check.errors ?? []
  }
  const room = await stage.room(["alice", "bob"])
  await stage.say(room, "alice", "Hi")
  const headers = { "IM-API-KEY": "test-api-key-0123456789", "IM-CLIENT-ID": "bob" }
  for (const [method, path, body] of [
    ["get", "/me", undefined],
    ["get", "/me/pref", undefined],
    ["get", "/admin/clients", undefined],
    ["post", "/admin/clients", { _id: "ida", issueAccessToken: true }],
    ["post", "/auths/sign", { id: "ida" }],
    ["post", "/auths/sign/v2", { id: "ida" }],
    ["post", "/admin/groups", { nickname: "Crew", members: ["bob"] }],
    ["get", "/admin/groups", undefined],
    ["get", "/admin/stats", undefined],
    ["get", "/rooms", undefined],
    ["post", "/messages", { room, sender: "bob", messageType: "text", message: "Ho" }],
    ["post", "/config", { announcement: { text: "Hello" } }],
  ] as const) {
    const answer = await stage.raw(method.toUpperCase(), path, { headers, body })
    expect([method, path, answer.status, fits(method, path, answer.body)]).toEqual([method, path, 200, []])
  }
})
