import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines, type Parley, startParley } from "../support/parley.ts"
import { compare } from "./compare.ts"
import { type Game, startGame } from "./game.ts"
import { type ChosenMove, nextMove } from "./moves.ts"
import { reload } from "./reload.ts"

/** `SEED=5` plays that game alone. */
const seeds = process.env.SEED ? [Number(process.env.SEED)] : [1, 2, 3, 4, 5, 6, 7, 8]
/** The second engine plays the same games, for a shorter time. */
const moves = { sqlite: 1000, postgres: 400 }
const movesTogether = 250
const movesBetween = 200
const inFlight = 25
const patienceMs = 300_000

describe.each(engines)("after any moves, in any order, on %s,", engine => {
  const movesEach = moves[engine]
  let parley: Parley
  beforeAll(async () => {
    parley = await startParley(engine)
  })
  afterAll(() => parley.close())

  test("every unread number is a count of messages", { timeout: patienceMs }, async () => {
    await Promise.all(
      seeds.map(async seed => {
        const game = await startGame(parley, seed)
        for (let count = 1; count <= movesEach; count++) {
          const move = nextMove(game)
          if (await play(game, move)) await move.done()
          if (count % movesBetween === 0) await check(game)
        }
      }),
    )
  })

  test("so it is when moves are made at the same time", { timeout: patienceMs }, async () => {
    await Promise.all(
      seeds.map(async seed => {
        const game = await startGame(parley, 1000 + seed)
        for (let count = inFlight; count <= movesTogether; count += inFlight) {
          const moves = Array.from({ length: inFlight }, () => nextMove(game))
          await Promise.all(
            moves.map(async move => {
              // All else that they did is read from what was stored.
              if ((await play(game, move)) && move.kind === "create") await move.done()
            }),
          )
          await reload(game)
          if (count % (movesTogether / 2) === 0) await check(game)
        }
      }),
    )
  })
})

/** @returns whether the server did it; it may refuse, but it must know the operation, and not fail. */
async function play({ call, played }: Game, { kind, call: given }: ChosenMove): Promise<boolean> {
  const { status, body } = await call(given)
  const code = status === 200 ? "ok" : body.error?.code
  const caller = given.who ?? `the API key for ${given.acting ?? "nobody"}`
  played.push(`${kind}: ${caller} ${given.method} ${given.path} ${JSON.stringify(given.body)}: ${code}`)
  if (status >= 500 || code === "NOT_FOUND") throw new Error(played.at(-1))
  return status === 200
}

async function check(game: Game): Promise<void> {
  const differences = await compare(game)
  const story = ["", `SEED=${game.seed}, after ${game.played.length} moves:`, ...differences.slice(0, 20)]
  const lately = ["The last moves:", ...game.played.slice(-movesBetween)]
  expect(differences, [...story, ...lately].join("\n")).toEqual([])
}
