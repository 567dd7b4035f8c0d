import { ensureOperator, type NewOperator } from "./chat/operators.ts"
import { ConfigError, type Keys, makeConfig } from "./config/config.ts"
import { isProduction, readEnvironment } from "./config/env.ts"
import { loadKeys } from "./config/keys.ts"
import { makeDemo } from "./demo.ts"
import { makeLog } from "./lib/log.ts"
import { type Server, startServer } from "./server.ts"

/** The longest a shutdown may take (contract: operations.md, "Process"). */
const patienceMs = 10_000

async function main(): Promise<void> {
  // The database and the keys are nobody else's to read, whoever made their folder.
  process.umask(0o077)
  const { config, warnings } = makeConfig(readEnvironment())
  const log = makeLog(config.logLevel)
  const { keys, made } = loadKeys(config)
  for (const warning of warnings) log.warn(warning)
  for (const signal of ["uncaughtException", "unhandledRejection"]) {
    process.on(signal, error => {
      log.fatal({ err: error }, "stopped by an unforeseen error")
      process.exit(1)
    })
  }

  const server = await startServer(config, keys, log)
  stopOnSignals(server, log)

  // A demo is made when asked for, or at the very first start of a machine that was given no keys and no database.
  const firstStart = server.fresh && made.includes("apiKey") && !config.databaseUrl && !isProduction()
  const wanted = process.argv.includes("--demo") || firstStart
  const links = wanted ? await makeDemo(server.ctx, server.url) : []
  const { operatorPassword } = config
  const operator = await ensureOperator(server.ctx, operatorPassword ?? undefined)
  const shownOperator = operatorPassword === null ? operator : undefined
  log.info({ url: server.url }, "listening")
  if (made.length === 0 && links.length === 0 && !shownOperator) return
  // A key that replaced an earlier one is in the database, whatever became of the file.
  const current = {
    apiKey: (await server.keys.get("apiKey")).value,
    clientKey: (await server.keys.get("clientKey")).value,
  }
  welcome(server.url, current, made, links, shownOperator)
}

/** Shown once, for people. It holds secrets, so it never goes among the JSON lines on stdout. */
function welcome(
  url: string,
  keys: Pick<Keys, "apiKey" | "clientKey">,
  made: (keyof Keys)[],
  links: { name: string; link: string }[],
  operator: NewOperator | undefined,
): void {
  const out = process.stdout.isTTY ? process.stdout : process.stderr
  const shown = [
    made.includes("apiKey") ? [`  API key     ${keys.apiKey}   (secret: for your backend)`] : [],
    made.includes("clientKey") ? [`  Client key  ${keys.clientKey}   (public: for your apps)`] : [],
  ]
  const entry = operator && [
    ...["", `  Dashboard   ${url}/dashboard`],
    `              name ${operator.name}, password ${operator.password}   (shown only now)`,
  ]
  const tries = links.flatMap(({ name, link }) => ["", `  Chat as ${name}:`, `  ${link}`])
  out.write(
    ["", `  Parley is ready at ${url}`, "", ...shown.flat(), ...(entry ?? []), ...tries, "", ""].join("\n"),
  )
}

function stopOnSignals(server: Server, log: ReturnType<typeof makeLog>): void {
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, "stopping")
    setTimeout(() => {
      log.error("the shutdown took too long")
      process.exit(1)
    }, patienceMs).unref()
    await server.close()
    process.exit(0)
  }
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal))
}

main().catch(error => {
  const isSettings = error instanceof ConfigError
  process.stderr.write(`${isSettings ? error.message : (error.stack ?? error)}\n`)
  process.exit(isSettings ? 2 : 1)
})
