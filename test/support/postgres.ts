import { execFileSync } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"

/** Folder of PostgreSQL's own programs; undefined when the machine has none. */
export function postgresPrograms(): string | undefined {
  const root = "/usr/lib/postgresql"
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map(version => join(root, version, "bin")),
    ...(process.env.PATH ?? "").split(":"),
  ]
  return folders.find(folder => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")))
}

export interface Cluster {
  /** Address of a database that may be connected to for creating others. */
  url: string
  /** Process id of the main process. */
  folder: string
  stop: () => void
}

/** Starts a throw-away cluster with durable defaults on a free port of the loopback address. */
export async function startPostgres(): Promise<Cluster> {
  const programs = postgresPrograms()
  if (!programs)
    throw new Error("PostgreSQL's programs (initdb, pg_ctl) were not found: install postgresql 15 or newer")
  const folder = mkdtempSync("/tmp/parley-postgres-")
  const run = runner(folder)
  const port = await freePort()
  const data = join(folder, "data")
  run(join(programs, "initdb"), ["-D", data, "-A", "trust", "-U", "parley", "-E", "UTF8", "--no-sync"])
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=300`
  run(join(programs, "pg_ctl"), ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"])
  return {
    url: `postgres://parley@127.0.0.1:${port}/postgres`,
    folder,
    stop: () => {
      run(join(programs, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function runner(folder: string): (program: string, args: string[]) => void {
  if (process.getuid?.() !== 0)
    return (program, args) => void execFileSync(program, args, { stdio: "ignore" })
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  const [uid, gid] = [id("-u"), id("-g")]
  chownSync(folder, uid, gid)
  return (program, args) => void execFileSync(program, args, { uid, gid, cwd: folder, stdio: "ignore" })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
