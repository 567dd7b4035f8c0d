import { connect, type Socket } from "node:net"

export interface Answer {
  status: number
  body: string
}

/** The bytes of a request; made once for many sends, so that the driver leaves the processor to the server. */
export function requestText(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): string {
  const text = body === undefined ? "" : JSON.stringify(body)
  const lines = Object.entries({ ...headers, host: "127.0.0.1", "content-length": Buffer.byteLength(text) })
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`
}

/** One kept-alive connection that carries one request at a time. */
export class HttpConnection {
  readonly #socket: Socket
  #received = ""
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  constructor(url: URL) {
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
    this.#socket.setEncoding("latin1")
    this.#socket.on("data", part => this.#receive(String(part)))
    const fail = (error: Error) => {
      this.#waiting?.reject(error)
      this.#waiting = null
    }
    this.#socket.on("error", fail)
    this.#socket.on("close", () => fail(new Error("the server closed the connection")))
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  #receive(part: string): void {
    this.#received += part
    const end = this.#received.indexOf("\r\n\r\n")
    if (end < 0) return
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1]
    if (length === undefined) throw new Error(`an answer without length: ${this.#received.slice(0, end)}`)
    if (this.#received.length < end + 4 + Number(length)) return
    const answer = { status: Number(this.#received.slice(9, 12)), body: this.#received.slice(end + 4) }
    this.#received = ""
    this.#waiting?.resolve(answer)
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }
}
