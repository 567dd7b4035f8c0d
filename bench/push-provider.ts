import { type AddressInfo, createServer } from "node:net"

/**
 * Stands for Google's token endpoint, FCM and browsers' push services: it counts what comes and takes it at once. Written by
 * hand on sockets, so that it leaves the processor to the server. `GET /` answers how many pushes have come.
 */
let pushes = 0

const answer = (status: number, body: string) =>
  `HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`

const grant = answer(200, JSON.stringify({ access_token: "bench", expires_in: 3599, token_type: "Bearer" }))
const taken = answer(200, JSON.stringify({ name: "projects/bench/messages/1" }))
const created = answer(201, "")

function answerTo(head: string): string {
  if (head.startsWith("GET ")) return answer(200, String(pushes))
  if (head.startsWith("POST /token ")) return grant
  pushes++
  return head.startsWith("POST /v1/") ? taken : created
}

const server = createServer({ noDelay: true }, socket => {
  let received = ""
  socket.setEncoding("latin1")
  socket.on("error", () => {})
  socket.on("data", part => {
    received += part
    for (;;) {
      const end = received.indexOf("\r\n\r\n")
      if (end < 0) return
      const head = received.slice(0, end)
      const length = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (received.length < length) return
      received = received.slice(length)
      socket.write(answerTo(head))
    }
  })
})
process.on("SIGTERM", () => process.exit(0))
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ msg: "listening", url: `http://127.0.0.1:${port}` })}\n`)
})
