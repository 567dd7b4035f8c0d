import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Api, makeApi } from "../driver/api.ts"
import { requestText } from "../driver/http-connection.ts"
import { LightSocket } from "../driver/light-socket.ts"
import { startChild } from "./child-server.ts"
import { type Cluster, startCluster } from "./postgres-cluster.ts"
import type { Target } from "./target.ts"

export type Engine = "sqlite" | "postgres"

export interface Ours extends Target {
  api: Api
  /** Where its data are, in the words of the server's own settings. */
  where: { databaseUrl: string | null; dataDir: string }
}

const script = join(import.meta.dirname, "..", "..", "src", "main.ts")
const apiKey = "bench-api-key"
const clientKey = "bench-client-key"

export interface OursOptions {
  engine?: Engine
  environment?: NodeJS.ProcessEnv
}

/** Our server with the settings of production, limits off, in a folder or cluster of its own. */
export async function startOurs(options: OursOptions = {}): Promise<Ours> {
  const { engine = "sqlite", environment = {} } = options
  const dataDir = mkdtempSync(join(tmpdir(), "parley-bench-ours-"))
  const cluster: Cluster | null = engine === "postgres" ? await startCluster() : null
  const settings = {
    ...{ HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, NODE_ENV: "production", LOG_LEVEL: "info" },
    ...{ API_KEY: apiKey, CLIENT_KEY: clientKey, JWT_SECRET: "bench-secret-bench-secret-bench-00" },
    ...{ API_RATE_LIMIT: "0", ...(cluster ? { DATABASE_URL: cluster.url } : {}), ...environment },
  }
  const start = () => startChild([script], settings)
  let server = await start()
  const api = makeApi(() => server.url, apiKey, clientKey)
  return {
    name: engine === "postgres" ? "ours, PostgreSQL" : "ours",
    api,
    where: { databaseUrl: cluster?.url ?? null, dataDir },
    url: () => server.url,
    cpuMs: () => server.cpuMs() + (cluster?.cpuMs() ?? 0),
    rssBytes: () => server.rssBytes(),
    collect: () => server.collect(),
    prepare: api.prepare,
    post: (room, sender, text) =>
      requestText(
        "POST",
        "/messages",
        { "content-type": "application/json", "im-api-key": apiKey },
        { room, sender, messageType: "text", message: text },
      ),
    connect: async (user, hear) => {
      const socket = await LightSocket.open(server.url, hear)
      await socket.call("auth2", api.tokenOf(user), { deviceId: `device-${user}` })
      return socket
    },
    restart: async meanwhile => {
      await server.stop()
      await meanwhile?.()
      server = await start()
    },
    stop: async () => {
      await server.stop()
      await cluster?.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
