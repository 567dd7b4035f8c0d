import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** Stands for an operator's push service that takes its time. Usage: node bench/slow-receiver.ts MILLISECONDS */
const delayMs = Number(process.argv[2])
let calls = 0

const server = createServer((request, response) => {
  if (request.method === "GET") return void response.end(String(calls))
  calls++
  request.resume()
  request.on("end", () => setTimeout(() => response.end(), delayMs))
})
process.on("SIGTERM", () => process.exit(0))
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ msg: "listening", url: `http://127.0.0.1:${port}` })}\n`)
})
