import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type ErrorCode, errors } from "../../src/wire/errors.ts"
import { type Answer, call } from "../support/backend.ts"
import { givenFacts, ownFacts } from "../support/contract.ts"
import { engines } from "../support/parley.ts"
import { type KindName, kindNames, kinds } from "./kinds.ts"
import { all } from "./rows/all.ts"
import { makeScene, type Scene, type Stage, setStage } from "./scene.ts"
import { type Cells, type RowSetting, readTable } from "./table.ts"

interface Row extends RowSetting {
  name: string
  method: string
  path: string
  cells: Cells
  /** It may be left out by the contract. */
  optional: boolean
}

const { operations } = givenFacts ?? ownFacts

const rows: Row[] = all.flatMap(({ table, settings, more = {} }) =>
  [...readTable(table)].map(([name, cells]) => {
    const operation = operations.find(({ id }) => id === name.split(".")[0])
    const spelt = more[name] ?? (operation && `${operation.method} ${operation.path}`)
    const [method = "", path = ""] = spelt?.split(" ") ?? []
    return { ...settings[name], name, method, path, cells, optional: operation?.build !== "must" }
  }),
)

test("every row is of an operation, and every setting of a row", () => {
  expect(rows.filter(({ path }) => path === "").map(({ name }) => name)).toEqual([])
  const names = new Set(rows.map(({ name }) => name))
  expect(all.flatMap(({ settings }) => Object.keys(settings)).filter(name => !names.has(name))).toEqual([])
})

test("every operation of the contract has a row", () => {
  const walked = new Set(rows.map(({ name }) => name.split(".")[0]))
  expect(operations.map(({ id }) => id).filter(id => !walked.has(id))).toEqual([])
})

describe.each(engines)("who may do what, on %s:", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  test("every operation that is served has a row", async () => {
    const { body } = await call(stage.url, "GET", "/openapi.json")
    const nameless = ({ method, path }: { method: string; path: string }) =>
      `${method} ${path.replace(/\{\w+\}/g, "{}")}`
    const spelt = operations.flatMap(({ method, path, variants = [] }) =>
      [path, ...variants].map(path => ({ method, path })),
    )
    const walked = new Set([...rows, ...spelt].map(nameless))
    const served = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => nameless({ method: method.toUpperCase(), path })),
    )
    const missed = served.filter(operation => !walked.has(operation))
    expect(missed, missed.join("\n")).toEqual([])
  })

  const answerTo = async (name: KindName, row: Row): Promise<string> =>
    outcomeOf(await send(await makeScene(stage, kinds[name], row), row))

  test.concurrent.each(rows)("$name", async row => {
    const answered = await Promise.all(
      kindNames.map(async name => {
        const got = await answerTo(name, row).catch((error: Error) => error.message)
        return [name, { got, expected: row.cells[name] }] as const
      }),
    )
    if (row.optional && answered.every(([, { got }]) => got === "NOT_FOUND")) return
    const wrong = answered.flatMap(([name, { got, expected }]) =>
      got === expected ? [] : [`${name}: ${got}, not ${expected}`],
    )
    expect(wrong, [`${row.method} ${row.path}`, ...wrong].join("\n")).toEqual([])
  })
})

async function send(scene: Scene, { method, path, ask }: Row): Promise<Answer> {
  const { params = {}, query, body } = (await ask?.(scene)) ?? {}
  const usual: Record<string, () => string | Promise<string>> = {
    roomId: () => scene.roomId,
    clientId: () => scene.targetId,
    groupId: () => scene.tag,
    messageId: () => scene.message(scene.targetId),
    bucketName: () => "chatserver-upload",
    key: () => "tags",
  }
  let filled = path
  for (const [place, name = ""] of path.matchAll(/\{(\w+)\}/g)) {
    const value = params[name] ?? (await usual[name]?.())
    if (value === undefined) throw new Error(`Nothing is said of ${name} in ${path}.`)
    filled = filled.replace(place, encodeURIComponent(value))
  }
  const search = query ? `?${new URLSearchParams(query)}` : ""
  return call(scene.url, method, filled + search, { headers: scene.headers, body })
}

/** `ok`, or the code of the failure; where an answer has no body, the code of a cell that its status fits. */
function outcomeOf({ status, body }: Answer): string {
  if (status === 200) return "ok"
  if (body === "") return Object.keys(errors).find(code => errors[code as ErrorCode].status === status) ?? ""
  return body.error?.code ?? `${status}`
}
