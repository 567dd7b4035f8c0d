import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("requests that HTTP itself refuses on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  /** What the server says to raw bytes, until it closes the connection. */
  const answerTo = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = ""
      const socket = connect(Number(new URL(stage.parley.url).port), "127.0.0.1", () => socket.write(bytes))
      socket.on("data", chunk => {
        answer += chunk
      })
      socket.on("close", () => resolve(answer))
      socket.on("error", reject)
    })
  const headOf = (answer: string) => answer.split("\r\n\r\n")[0] ?? ""
  const bodyOf = (answer: string) => JSON.parse(answer.split("\r\n\r\n")[1] ?? "")

  test("an address that is too long gets the envelope, readable from any origin", async () => {
    const answer = await answerTo(`GET /rooms?q=${"x".repeat(20_000)} HTTP/1.1\r\nHost: here\r\n\r\n`)
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 413 /)
    expect(headOf(answer)).toContain("\r\naccess-control-allow-origin: *\r\n")
    expect(bodyOf(answer)).toEqual({
      RC: 413,
      RM: "Payload Too Large",
      error: {
        code: "PAYLOAD_TOO_LARGE",
        message: "The address and the headers are too long together: they may have 16 KiB.",
      },
    })
  })

  test("what is no HTTP gets the envelope", async () => {
    const answer = await answerTo("nonsense\r\n\r\n")
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 400 /)
    expect(bodyOf(answer)).toMatchObject({ RC: 400, error: { code: "INVALID_REQUEST" } })
  })
})
