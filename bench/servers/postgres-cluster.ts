import { execFileSync } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { cpuMsOfFamily } from "./process-cost.ts"

export interface Cluster {
  url: string
  cpuMs: () => number
  stop: () => Promise<void>
}

const packaged = "/usr/lib/postgresql"

/** The folder of PostgreSQL's programs: on the path, or where Debian puts them. */
export function findPostgres(): string | undefined {
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map(version => join(packaged, version, "bin")),
  ]
  return folders.find(folder => existsSync(join(folder, "pg_ctl")) && existsSync(join(folder, "initdb")))
}

/** A throw-away cluster with default settings. PostgreSQL refuses to run as root, so root lends it to `postgres`. */
export async function startCluster(): Promise<Cluster> {
  const programs = findPostgres()
  if (!programs) throw new Error("PostgreSQL's programs initdb and pg_ctl were not found")
  const folder = mkdtempSync(join(tmpdir(), "parley-bench-pg-"))
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {}
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    })

  const data = join(folder, "data")
  const port = await freePort()
  run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
  const listen = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder}`
  run("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", listen, "start")
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0])
  const halt = () => run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
  process.on("exit", halt)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    cpuMs: () => cpuMsOfFamily(pid),
    stop: async () => {
      process.off("exit", halt)
      halt()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
