import { randomUUID } from "node:crypto"
import { parseArgs } from "node:util"
import { SignJWT } from "jose"
import { type Config, ConfigError, makeConfig } from "../src/config/config.ts"
import { readEnvironment } from "../src/config/env.ts"
import { keptKeys } from "../src/config/keys.ts"

/**
 * `npm run operator -- <name>`: makes an operator of the dashboard, or gives one a new password, which is shown once
 * (docs/operations/dashboard.md). It asks the running server, with the settings the server was started with.
 */

const usage = `npm run operator -- <name> [--url <server>]

Makes an operator of the dashboard, or gives one a new password; whoever is signed in by that name is signed out. It
asks the running server: at --url, else PUBLIC_URL, else on this machine; with JWT_SECRET, else the one in
DATA_DIR/keys.json.
`

/** A sentence for whoever called. */
class Refusal extends Error {}

async function main(): Promise<void> {
  const { name, url: given } = readWords()
  const { config } = makeConfig(readEnvironment())
  const secret = config.keys.jwtSecret ?? keptKeys(config.dataDir).jwtSecret
  if (!secret)
    throw new Refusal("There is no JWT secret: set JWT_SECRET, or DATA_DIR to the server's folder.")
  const url = given ?? addressOf(config)
  const made = await ask(url, name, await proofOf(name, secret))
  process.stdout.write(`Dashboard  ${url}/dashboard\nname       ${made.name}\npassword   ${made.password}\n`)
}

function readWords(): { name: string; url?: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { url: { type: "string" } },
    })
    const [name, ...more] = positionals
    if (name && more.length === 0)
      return { name: name.trim().toLowerCase(), url: values.url?.replace(/\/+$/, "") }
    throw new Refusal("Name one operator.")
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}

const proofOf = (name: string, secret: string): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("parley-operator")
    .setSubject(name)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(new TextEncoder().encode(secret))

/** How the server with these settings is reached. */
function addressOf({ http }: Config): string {
  if (http.publicUrl) return http.publicUrl
  if (http.port === 0) throw new Refusal("PORT=0 picks any port: say with --url where the server listens.")
  const host = ["0.0.0.0", "::"].includes(http.host) ? "localhost" : http.host
  return `http://${host.includes(":") ? `[${host}]` : host}:${http.port}`
}

async function ask(url: string, name: string, proof: string): Promise<{ name: string; password: string }> {
  const { origin, protocol } = URL.parse(url) ?? { origin: url, protocol: "" }
  if (!/^https?:$/.test(protocol))
    throw new Refusal("--url must be a URL that begins with http:// or https://")
  const response = await fetch(`${url}/dashboard/api/operators/${encodeURIComponent(name)}/password`, {
    method: "POST",
    headers: { authorization: `Bearer ${proof}`, "x-parley-dashboard": "1" },
  }).catch(() => {
    throw new Refusal(`No server answers at ${origin}: start it, or say with --url where it is.`)
  })
  const body = await response.json().catch(() => {
    throw new Refusal(`What answers at ${origin} is not this server (status ${response.status}).`)
  })
  if (body.RC !== 0) throw new Refusal(body.error?.message ?? `The server answers ${response.status}.`)
  return body.result
}

main().catch(error => {
  const known = error instanceof Refusal || error instanceof ConfigError
  process.stderr.write(`${known ? error.message : error.stack}\n`)
  process.exitCode = known ? 2 : 1
})
