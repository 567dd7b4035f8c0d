import type { Socket } from "node:net"
import { type ErrorCode, errors, failure } from "../../wire/errors.ts"

/** What HTTP itself refuses before there is a request. */
const refusals: Record<string, { code: ErrorCode; sentence: string }> = {
  HPE_HEADER_OVERFLOW: {
    code: "PAYLOAD_TOO_LARGE",
    sentence: "The address and the headers are too long together: they may have 16 KiB.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { code: "INVALID_REQUEST", sentence: "The request took too long to arrive." },
}

const unreadable = { code: "INVALID_REQUEST", sentence: "The request is not HTTP that can be read." } as const

/** Answers with a failure where no route and no hook is reached, and closes the connection. */
export function makeRefuseUnreadable(anyOrigin: boolean): (error: { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy()
    const { code, sentence } = refusals[error.code ?? ""] ?? unreadable
    const { status, rm } = errors[code]
    const body = JSON.stringify(failure(code, sentence))
    const head = [
      `HTTP/1.1 ${status} ${rm}`,
      "content-type: application/json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      ...(anyOrigin ? ["access-control-allow-origin: *"] : []),
      "connection: close",
    ]
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy())
  }
}
