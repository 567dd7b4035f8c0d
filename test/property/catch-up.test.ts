import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makeConfig } from "../../src/config/config.ts"
import { readEnvironment } from "../../src/config/env.ts"
import { makeLog } from "../../src/lib/log.ts"
import { type Server, startServer } from "../../src/server.ts"
import { apiKey, baseSettings, clientKey, engines, makePlace, type Place } from "../support/parley.ts"
import { type Game, startGame } from "./game.ts"
import { catchUp, compareMirror, type Mirror, startMirror } from "./mirror.ts"
import { nextMove } from "./moves.ts"
import { nextOwnCall } from "./own-moves.ts"
import { reload } from "./reload.ts"

/** `SEED=5` plays that game alone. */
const seeds = process.env.SEED ? [Number(process.env.SEED)] : [1, 2, 3, 4]
const rounds = 16
const inFlight = 20
const patienceMs = 300_000

describe.each(engines)("who asks for changes now and then on %s", engine => {
  let place: Place
  /** Two on one database where that can be. */
  let servers: Server[] = []
  beforeAll(async () => {
    place = await makePlace(engine)
    const { config } = makeConfig(readEnvironment({ ...baseSettings, ...place.settings }))
    const keys = { apiKey, clientKey, jwtSecret: baseSettings.JWT_SECRET }
    const count = engine === "postgres" ? 2 : 1
    for (let n = 0; n < count; n++) servers.push(await startServer(config, keys, makeLog(config.logLevel)))
  })
  afterAll(async () => {
    await Promise.all(servers.map(server => server.close()))
    servers = []
    place.remove()
  })

  test("holds what the server holds, whatever happened meanwhile", { timeout: patienceMs }, async () => {
    await Promise.all(seeds.map(play))
  })

  async function play(seed: number): Promise<void> {
    const game = await startGame(places(seed), seed)
    const mirrors = new Map<string, Mirror>()
    for (const who of game.model.users) mirrors.set(who, await startMirror(game, who))
    for (let round = 0; round < rounds; round++) {
      await makeMoves(game, mirrors)
      await reload(game)
      if (round % 4 === 3) await check(game, mirrors)
    }
  }

  /** A game's calls go to all servers by turns. */
  function places(seed: number) {
    const [first] = servers as [Server]
    const urls = servers.map(server => server.url.replace("localhost", "127.0.0.1"))
    let calls = seed
    return {
      engine,
      ctx: first.ctx,
      close: async () => {},
      get url() {
        return urls[calls++ % urls.length] as string
      },
    }
  }

  /** Moves at the same time, while some of those who watch ask what is new. */
  async function makeMoves(game: Game, mirrors: Map<string, Mirror>): Promise<void> {
    const moves = Array.from({ length: inFlight }, () => nextMove(game))
    const awake = game.chance.some([...mirrors], 4)
    await Promise.all([
      ...moves.map(async move => {
        const { status } = await game.call(move.call)
        if (status >= 500) throw new Error(`${move.kind} was answered ${status}`)
        if (status === 200 && move.kind === "create") await move.done()
      }),
      ...Array.from({ length: 5 }, async () => {
        if (game.model.rooms.size === 0) return
        const call = nextOwnCall(game)
        const { status } = await game.call(call)
        if (status >= 500) throw new Error(`${call.method} ${call.path} was answered ${status}`)
      }),
      ...awake.map(([who, mirror]) => catchUp(game, who, mirror)),
    ])
  }

  async function check(game: Game, mirrors: Map<string, Mirror>): Promise<void> {
    const differences: string[] = []
    for (const [who, mirror] of mirrors) {
      await catchUp(game, who, mirror)
      differences.push(...(await compareMirror(game, who, mirror)))
    }
    expect(differences.slice(0, 10), `SEED=${game.seed}`).toEqual([])
  }
})
