import type { Answer } from "../support/backend.ts"
import { badCredentials, throughBackend, withoutActor } from "./credentials.ts"
import type { DocumentedError, Operation } from "./facts.ts"
import type { Fixture, Making, Spoil } from "./fixture.ts"
import type { Judge } from "./judge.ts"
import type { Tally } from "./tally.ts"
import type { World } from "./world.ts"

interface Court {
  world: World
  judge: Judge
  tally: Tally
}

/** Calls one operation in all the ways its fixture knows. @returns every difference from the contract. */
export async function examine(operation: Operation, fixture: Fixture, court: Court): Promise<string[]> {
  const makings = [fixture.success].flat()
  const [making] = makings
  if (!making) return ["its fixture has no call"]
  if (operation.build === "never") {
    court.tally.absent(operation)
    return examineErrors(operation, making, fixture, court)
  }
  const all = [...makings, ...inTheNameOf(operation, making)]
  const { absent, differences } = await examineSuccess(operation, all, court)
  if (absent) return operation.build === "may" ? [] : ["is not built"]
  return [
    ...differences,
    ...(await examineVariants(operation, making, court)),
    ...(await examineErrors(operation, making, fixture, court)),
  ]
}

/** Where a user has to act, the backend may call in a user's name. */
function inTheNameOf({ errors }: Operation, making: Making): Making[] {
  if (!errors.some(error => error.withoutActor)) return []
  return [
    async world => {
      const ask = await making(world)
      return typeof ask.as === "string" ? throughBackend(ask.as)(ask, world) : ask
    },
  ]
}

async function examineSuccess(
  operation: Operation,
  makings: Making[],
  { world, judge, tally }: Court,
): Promise<{ absent: boolean; differences: string[] }> {
  const differences = []
  for (const making of makings) {
    const ask = await making(world)
    const answer = await world.send(operation, ask)
    if (isAbsent(answer)) {
      tally.absent(operation)
      return { absent: true, differences: [] }
    }
    differences.push(...judge.body(operation, ask.body ?? {}), ...judge.success(operation, ask.as, answer))
  }
  tally.called(operation)
  return { absent: false, differences }
}

/** No success is answered so. */
const isAbsent = ({ status, body }: Answer) => status === 404 && body?.error?.code === "NOT_FOUND"

/** Whoever spells the path otherwise is answered the same; nobody is asked, so nothing happens. */
async function examineVariants(operation: Operation, making: Making, { world }: Court): Promise<string[]> {
  const { method, path, variants = [] } = operation
  const ask = { ...(await making(world)), as: "nobody" as const }
  const { status } = await world.send({ method, path }, ask)
  const answers = await Promise.all(variants.map(variant => world.send({ method, path: variant }, ask)))
  return answers.flatMap((answer, index) =>
    answer.status === status ? [] : [`${variants[index]} is answered with ${answer.status}, not ${status}`],
  )
}

async function examineErrors(
  operation: Operation,
  making: Making,
  fixture: Fixture,
  { world, judge, tally }: Court,
): Promise<string[]> {
  const differences = undocumented(operation, fixture)
  const plain = await making(world)
  for (const error of operation.errors) {
    const own = fixture.errors?.[error.code] ?? []
    if ("never" in own) {
      tally.never(operation, error.code, own.never)
      continue
    }
    const common = commonWaysTo(error, operation, own)
    const asks = [
      ...(await Promise.all([own].flat().map(async spoil => spoil(await making(world), world)))),
      // Who is refused at the door changes nothing, so one call serves for all.
      ...(await Promise.all(common.map(spoil => spoil(plain, world)))),
    ]
    if (asks.length < error.cases + (error.withoutActor ? 1 : 0))
      differences.push(`${error.code} has fewer calls in the fixture than cases in the contract`)
    for (const ask of asks) {
      differences.push(...judge.refusal(operation, error.code, await world.send(operation, ask)))
    }
    tally.provoked(operation, error.code)
  }
  return differences
}

function commonWaysTo(error: DocumentedError, operation: Operation, own: Spoil | Spoil[]): Spoil[] {
  const credentials = [own].flat().length > 0 ? [] : badCredentials(error.code, operation)
  return [...credentials, ...(error.withoutActor ? [withoutActor] : [])]
}

function undocumented(operation: Operation, { errors = {} }: Fixture): string[] {
  const codes = new Set(operation.errors.map(error => error.code))
  return Object.keys(errors)
    .filter(code => !codes.has(code))
    .map(code => `its fixture provokes ${code}, which the contract does not name`)
}
