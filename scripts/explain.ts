import { parseArgs } from "node:util"
import { type Config, ConfigError, makeConfig } from "../src/config/config.ts"
import { readEnvironment } from "../src/config/env.ts"
import { keptKeys } from "../src/config/keys.ts"

/**
 * `npm run explain -- <message id>`: what became of the pushes of a message, asked of the running server with the settings it
 * was started with (docs/push.md).
 */

const usage = `npm run explain -- <message id> [--client <user id>] [--device <device id>] [--url <server>]

Says what became of the pushes of a message. It asks the running server: at --url, else PUBLIC_URL, else on this
machine; with API_KEY, else the key in DATA_DIR/keys.json.
`

interface Fate {
  client?: string
  deviceType?: string
  deviceId?: string
  kind?: string
  outcome: string
  sentence: string
  providerId?: string
  attempts?: number
  createdAtMS?: number
  settledAtMS?: number
  nextTryAtMS?: number
}

interface Page {
  message: string
  room: string | null
  sentence: string
  totalCount: number
  data: Fate[]
  callbacks: Fate[]
}

/** A sentence for whoever called. */
class Refusal extends Error {}

async function main(): Promise<void> {
  const { message, client, device, url: given } = readWords()
  const { config } = makeConfig(readEnvironment())
  const apiKey = config.keys.apiKey ?? keptKeys(config.dataDir).apiKey
  if (!apiKey) throw new Refusal(`There is no API key: set API_KEY, or DATA_DIR to the server's folder.`)
  const url = given ?? addressOf(config)
  const ask = async (skip: number): Promise<Page> => {
    const query = { message, client, device, skip: String(skip) }
    const present = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
    return askServer(`${url}/admin/push/explain?${new URLSearchParams(present)}`, apiKey)
  }
  const first = await ask(0)
  print(`Message ${first.message} in room ${first.room ?? "(unknown)"}. ${first.sentence}`)
  for (let page = first, shown = 0; page.data.length > 0; page = await ask(shown)) {
    print(`\n${tableOf(page.data)}`)
    shown += page.data.length
    if (shown >= page.totalCount) break
  }
  if (first.callbacks.length > 0) print(`\nCallbacks\n${tableOf(first.callbacks)}`)
}

function readWords() {
  try {
    const text = { type: "string" } as const
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { client: text, device: text, url: text },
    })
    const [message, ...more] = positionals
    if (message && more.length === 0) return { ...values, url: values.url?.replace(/\/+$/, ""), message }
    throw new Refusal("Name one message by its id.")
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}

/** How the server with these settings is reached. */
function addressOf({ http }: Config): string {
  if (http.publicUrl) return http.publicUrl
  if (http.port === 0) throw new Refusal("PORT=0 picks any port: say with --url where the server listens.")
  const host = ["0.0.0.0", "::"].includes(http.host) ? "localhost" : http.host
  return `http://${host.includes(":") ? `[${host}]` : host}:${http.port}`
}

async function askServer(url: string, apiKey: string): Promise<Page> {
  const { origin, protocol } = URL.parse(url) ?? { origin: url, protocol: "" }
  if (!/^https?:$/.test(protocol))
    throw new Refusal("--url must be a URL that begins with http:// or https://")
  const response = await fetch(url, { headers: { "IM-API-KEY": apiKey } }).catch(() => {
    throw new Refusal(`No server answers at ${origin}: start it, or say with --url where it is.`)
  })
  const body = await response.json().catch(() => {
    throw new Refusal(`What answers at ${origin} is not this server (status ${response.status}).`)
  })
  if (body.RC !== 0) throw new Refusal(body.error?.message ?? `The server answers ${response.status}.`)
  return body.result
}

function tableOf(fates: readonly Fate[]): string {
  const rows = fates.map(fate => [
    fate.client ?? fate.kind ?? "",
    [fate.deviceType, fate.deviceId].filter(Boolean).join(" "),
    fate.outcome,
    fate.attempts === undefined ? "" : String(fate.attempts),
    timeOf(fate),
    fate.providerId ? `${fate.sentence} Its id there: ${fate.providerId}` : fate.sentence,
  ])
  const lines = [["for", "device", "outcome", "tries", "when (UTC)", "why"], ...rows]
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map(line => line[i]?.length ?? 0))) ?? []
  return lines
    .map(line =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

/** When it was over, or when it is tried next. */
function timeOf({ settledAtMS, nextTryAtMS }: Fate): string {
  const time = settledAtMS ?? nextTryAtMS
  if (time === undefined) return ""
  // A due time of 0 is as soon as possible.
  const text = time === 0 ? "at once" : new Date(time).toISOString().slice(0, 19).replace("T", " ")
  return settledAtMS === undefined ? `next: ${text}` : text
}

const print = (text: string) => process.stdout.write(`${text}\n`)

main().catch(error => {
  const known = error instanceof Refusal || error instanceof ConfigError
  process.stderr.write(`${known ? error.message : error.stack}\n`)
  process.exitCode = known ? 2 : 1
})
