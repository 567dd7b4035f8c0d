import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { requestText } from "../driver/http-connection.ts"
import { LightSocket } from "../driver/light-socket.ts"
import { startChild } from "./child-server.ts"
import type { Target } from "./target.ts"

const script = join(import.meta.dirname, "..", "bare-server.ts")

export async function startBare(): Promise<Target> {
  const roomsOf = new Map<string, string[]>()
  const start = async () => {
    const folder = mkdtempSync(join(tmpdir(), "parley-bench-bare-"))
    const server = await startChild([script, folder], { NODE_ENV: "production" })
    return { server, folder }
  }
  let running = await start()
  const stop = async () => {
    await running.server.stop()
    rmSync(running.folder, { recursive: true, force: true })
  }
  return {
    name: "bare",
    url: () => running.server.url,
    cpuMs: () => running.server.cpuMs(),
    rssBytes: () => running.server.rssBytes(),
    collect: () => running.server.collect(),
    prepare: async rooms => {
      for (const [room, members] of rooms) {
        for (const user of members) roomsOf.set(user, [...(roomsOf.get(user) ?? []), room])
      }
    },
    post: (room, sender, text) =>
      requestText(
        "POST",
        "/messages",
        { "content-type": "application/json" },
        { room, sender, message: text },
      ),
    connect: async (user, hear) => {
      const socket = await LightSocket.open(running.server.url, hear)
      await socket.call("join", roomsOf.get(user) ?? [])
      return socket
    },
    restart: async meanwhile => {
      await stop()
      await meanwhile?.()
      running = await start()
    },
    stop,
  }
}
