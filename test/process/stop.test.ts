import { connect, type Socket } from "node:net"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { platform } from "../support/backend.ts"
import { apiKey } from "../support/parley.ts"
import { emptyFolder, Running } from "./running.ts"

/** A request that the server has begun to read but not yet got whole. */
class HalfRequest {
  text = ""
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #rest: string

  private constructor(socket: Socket, rest: string) {
    this.#socket = socket
    this.#rest = rest
    this.closed = new Promise(resolve => socket.on("close", () => resolve()))
    socket.on("error", () => {})
  }

  /** Resolves once the server has read the request's head, which it says by "100 Continue". */
  static async send(url: string, path: string, body: unknown): Promise<HalfRequest> {
    const { hostname, port } = new URL(url)
    const json = JSON.stringify(body)
    const socket = connect(Number(port), hostname)
    const half = new HalfRequest(socket, json.slice(5))
    const head = [
      `POST ${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `IM-API-KEY: ${apiKey}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(json)}`,
      "Expect: 100-continue",
    ]
    await new Promise<void>(resolve => {
      socket.on("data", chunk => {
        half.text += chunk.toString()
        if (half.text.includes("100 Continue")) resolve()
      })
      socket.write(`${head.join("\r\n")}\r\n\r\n${json.slice(0, 5)}`)
    })
    return half
  }

  finish(): void {
    this.#socket.write(this.#rest)
  }
}

describe("stopping the server", () => {
  let folder: string
  let remove: () => void
  let server: Running

  beforeEach(async () => {
    ;({ folder, remove } = emptyFolder())
    server = await start()
  })
  afterEach(async () => {
    await server.stop()
    remove()
  })

  const start = () => Running.start(folder, { API_KEY: apiKey, CLIENT_KEY: "test-client-key-0123456789" })
  const message = { room: "r", sender: "alice", message: "last words", messageType: "text" }
  const makeRoom = async () => {
    await platform(server.url, "POST", "/admin/clients", { _id: "alice" })
    await platform(server.url, "POST", "/rooms", { _id: "r", members: ["alice"] })
  }

  test("ends with status 0 at SIGTERM and at SIGINT", async () => {
    server.signal("SIGTERM")
    expect(await server.ended).toEqual({ code: 0, signal: null })
    server = await start()
    server.signal("SIGINT")
    expect(await server.ended).toEqual({ code: 0, signal: null })
  })

  test("finishes the request it has accepted, and what it answered is there after the next start", async () => {
    await makeRoom()
    const half = await HalfRequest.send(server.url, "/messages", message)
    server.signal("SIGTERM")
    await server.line("stopping")
    half.finish()
    expect(await server.ended).toEqual({ code: 0, signal: null })
    await half.closed
    expect(half.text).toContain("HTTP/1.1 200 OK")
    expect(half.text).toContain("last words")
    server = await start()
    const { data } = await platform(server.url, "GET", "/rooms/r/messages", undefined, "alice")
    expect(data).toMatchObject([{ message: "last words" }])
  })

  test("takes no new connections once it stops", async () => {
    await makeRoom()
    const half = await HalfRequest.send(server.url, "/messages", message)
    server.signal("SIGTERM")
    await server.line("stopping")
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
    half.finish()
    expect(await server.ended).toEqual({ code: 0, signal: null })
  })

  test("waits for no stranger: a half-sent request, a socket that says nothing", async () => {
    await makeRoom()
    await HalfRequest.send(server.url, "/messages", message)
    const silent = new WebSocket(`${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`)
    await new Promise(resolve => silent.addEventListener("message", resolve))
    server.signal("SIGTERM")
    expect(await server.ended).toEqual({ code: 0, signal: null })
  })

  test("ends at once at a second signal", async () => {
    await makeRoom()
    await HalfRequest.send(server.url, "/messages", message)
    server.signal("SIGTERM")
    await server.line("stopping")
    server.signal("SIGTERM")
    expect(await server.ended).toEqual({ code: 1, signal: null })
    expect(server.stdout).not.toContain("took too long")
  })

  test("loses nothing it answered when it is killed", async () => {
    await makeRoom()
    const texts = Array.from({ length: 30 }, (_, i) => `message ${i}`)
    await Promise.all(
      texts.map(text => platform(server.url, "POST", "/messages", { ...message, message: text })),
    )
    server.signal("SIGKILL")
    await server.ended
    server = await start()
    const { data } = await platform(server.url, "GET", "/rooms/r/messages/v3?limit=100", undefined, "alice")
    expect(data.map((stored: { message: string }) => stored.message).sort()).toEqual(texts.sort())
  })
})
