import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { type Stage, setStage } from "./stage.ts"

let stage: Stage
beforeAll(async () => {
  stage = await setStage("sqlite")
})
afterAll(() => stage.close())

test("a file is sent once: nothing is left to warn of", async () => {
  const { log } = stage.parley.ctx
  const complaints = [vi.spyOn(log, "warn"), vi.spyOn(log, "error")]
  const body = new FormData()
  body.append("file", new File(["hello"], "note.txt"))
  const { _id } = await stage.as("alice", "POST", "/files/notes", body)
  const headers = userHeaders(stage.cast.alice)
  for (const [method, more, status] of [
    ["GET", {}, 200],
    ["HEAD", {}, 200],
    ["GET", { range: "bytes=1-2" }, 206],
    ["GET", { "if-none-match": "*" }, 304],
  ] as const) {
    const answer = await stage.raw(method, `/files/notes/${_id}`, { headers: { ...headers, ...more } })
    expect(answer.status).toBe(status)
    // The server is done with an answer before it takes the next call of the same connection.
    await stage.as("alice", "GET", "/me")
  }
  for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled()
})
