import { writeFileSync } from "node:fs"
import { cpus, release } from "node:os"
import { type Figure, isMet, ratioOf, tableOf } from "./figure.ts"
import { type Options, readOptions, usage } from "./options.ts"
import type { Plan } from "./rounds.ts"
import { measureIdle } from "./scenarios/idle.ts"
import { measurePage } from "./scenarios/page.ts"
import { measurePost } from "./scenarios/post.ts"
import { measurePush } from "./scenarios/push.ts"
import { measurePushes } from "./scenarios/pushes.ts"
import { measureReads } from "./scenarios/reads.ts"
import { measureReconnect } from "./scenarios/reconnect.ts"
import { measureRoom } from "./scenarios/room.ts"
import { measureRooms } from "./scenarios/rooms.ts"
import { measureSearch } from "./scenarios/search.ts"

const scenarios: Record<string, { title: string; measure: (plan: Plan) => Promise<Figure[]> }> = {
  post: { title: "Sending", measure: measurePost },
  room: { title: "Delivering", measure: measureRoom },
  idle: { title: "Holding connections", measure: measureIdle },
  reads: { title: "Reading (reference: the same with 1,000 messages in the room)", measure: measureReads },
  rooms: { title: "Listing rooms (reference: the smallest list, and 100 ms)", measure: measureRooms },
  search: { title: "Searching (reference: 300 ms)", measure: measureSearch },
  reconnect: { title: "Coming back (reference: 5 s)", measure: measureReconnect },
  push: { title: "Pushing (reference: no push configured)", measure: measurePush },
  pushes: {
    title: "Pushing to devices (reference: 2,000 a second on one core, and no push configured)",
    measure: measurePushes,
  },
  page: { title: "The chat page (reference: what is promised)", measure: measurePage },
}

async function main({ scenarios: names, quick, engines, json }: Options): Promise<void> {
  const note = (text: string) => void process.stderr.write(`${text}\n`)
  const all: Figure[] = []
  console.log(
    `Node ${process.version}, Linux ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? "processor"}`,
  )
  console.log(
    "The reference is the bare server of bench/bare-server.ts, measured by turns, unless said otherwise.",
  )
  for (const name of names) {
    const scenario = scenarios[name]
    if (!scenario) continue
    note(`${name} …`)
    const figures = await scenario.measure({ quick, engines, note })
    console.log(tableOf(scenario.title, figures))
    all.push(...figures)
  }
  const missed = all.filter(figure => isMet(figure) === false)
  const promised = all.filter(figure => figure.limit !== null)
  console.log(
    `\n${promised.length - missed.length} of ${promised.length} targets met${quick ? " (quick run)" : ""}.`,
  )
  if (json) {
    const lines = all.map(figure => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) }))
    writeFileSync(json, `${JSON.stringify({ node: process.version, quick, figures: lines }, null, 2)}\n`)
  }
}

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2), Object.keys(scenarios))
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(2)
  }
}

await main(optionsOrUsage())
