import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { givenFacts, ownFacts } from "../support/contract.ts"
import { engines } from "../support/parley.ts"
import { examine } from "./examine.ts"
import { fixtures } from "./fixtures/all.ts"
import { makeJudge } from "./judge.ts"
import { makeTally } from "./tally.ts"
import { makeWorld, type World } from "./world.ts"

const facts = givenFacts ?? ownFacts

if (givenFacts) {
  test("the facts kept here are those of the contract", () => {
    expect(ownFacts, "run node test/contract/make-facts.ts <openapi.yaml>").toEqual(givenFacts)
  })
}

test("every fixture is of an operation of the contract", () => {
  expect(facts.operations.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(fixtures)))
})

describe.each(engines)("as the contract says, on %s,", engine => {
  let world: World
  const judge = makeJudge(facts)
  const tally = makeTally(facts)
  beforeAll(async () => {
    world = await makeWorld(engine)
  })
  afterAll(() => world.close())

  test.each(facts.operations)("$method $path ($id) answers", async operation => {
    const fixture = fixtures[operation.id]
    if (!fixture) throw new Error(`No fixture calls ${operation.id}.`)
    const differences = await examine(operation, fixture, { world, judge, tally })
    expect(differences, differences.join("\n")).toEqual([])
  })

  test("nothing is left out but what may be", () => {
    process.stdout.write(`The contract on ${engine}: ${tally.report()}\n`)
    expect(tally.missing()).toEqual([])
  })
})
