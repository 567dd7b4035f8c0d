import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { Server } from "socket.io"

/**
 * The least that stores a message durably and hands it to a room: no keys, no rights, no unread. What it costs is what
 * the libraries cost; everything is compared with it. Usage: node bench/bare-server.ts FOLDER
 */
interface Draft {
  room: string
  sender: string
  message: string
}

const db = new Sqlite(join(process.argv[2] ?? ".", "bare.db"))
db.pragma("journal_mode = WAL")
db.pragma("synchronous = FULL")
db.exec(
  "CREATE TABLE messages (id INTEGER PRIMARY KEY, room TEXT, sender TEXT, message TEXT, created_at INTEGER)",
)
const insert = db.prepare("INSERT INTO messages (room, sender, message, created_at) VALUES (?, ?, ?, ?)")

const http = createServer((request, response) => {
  if (request.method !== "POST" || request.url !== "/messages") return void response.writeHead(404).end()
  let text = ""
  request.setEncoding("utf8")
  request.on("data", part => {
    text += part
  })
  request.on("end", () => store(JSON.parse(text), response))
})
const io = new Server(http)
io.on("connection", socket => {
  socket.on("join", (rooms: string[], ack: (answer: object) => void) => {
    socket.join(rooms)
    ack({ RC: 0 })
  })
})

/** Group commit: what arrives in one turn of the event loop is made durable together. */
let waiting: { draft: Draft; response: ServerResponse }[] = []
function store(draft: Draft, response: ServerResponse): void {
  waiting.push({ draft, response })
  if (waiting.length === 1) setImmediate(commit)
}

function commit(): void {
  const group = waiting
  waiting = []
  const stored = group.map(() => ({ _id: 0, createdAt: Date.now() }))
  db.exec("BEGIN IMMEDIATE")
  for (const [i, { draft }] of group.entries()) {
    const place = stored[i] as { _id: number; createdAt: number }
    place._id = Number(insert.run(draft.room, draft.sender, draft.message, place.createdAt).lastInsertRowid)
  }
  db.exec("COMMIT")
  for (const [i, { draft, response }] of group.entries()) {
    const message = { ...stored[i], ...draft }
    const body = JSON.stringify({ RC: 0, RM: "OK", result: message })
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
    response.end(body)
    io.to(draft.room).emit("chat message", message)
  }
}

process.on("SIGTERM", () => process.exit(0))
http.listen(0, "127.0.0.1", () => {
  const { port } = http.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ msg: "listening", url: `http://127.0.0.1:${port}` })}\n`)
})
