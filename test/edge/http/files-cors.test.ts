import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type FileStage, formOf, setFileStage } from "./file-stage.ts"

describe.each(["*", "https://app.example.com"])("files for browsers where CORS_ORIGINS is %s", allowed => {
  let stage: FileStage
  let path: string
  beforeAll(async () => {
    stage = await setFileStage("sqlite", "disk", { CORS_ORIGINS: allowed })
    path = `/files/b/${(await stage.upload("alice", { content: "0123456789" }))._id}`
  })
  afterAll(() => stage.close())

  test.each([undefined, "https://app.example.com", "https://other.example.com"])(
    "every answer may be read by every site, failures included, asked by %s",
    async origin => {
      const sent: Record<string, string> = origin ? { origin } : {}
      const ask = (person: "bob" | undefined, where: string, more: RequestInit = {}) =>
        stage.get(person, where, { ...more, headers: { ...sent, ...more.headers } })
      const { url } = await stage.as("bob", "GET", `${path}?signedUrlOnly=1`)
      const answers = [
        await ask("bob", path),
        await ask("bob", path, { method: "HEAD" }),
        await ask(undefined, url),
        await ask("bob", path, { headers: { range: "bytes=0-1" } }),
        await ask("bob", `${path}?signedUrlOnly=1`),
        await ask("bob", `${path}/metadata`),
        await ask("bob", "/files/b", { method: "POST", body: formOf({ content: "x" }) }),
        await ask(undefined, path),
        await ask(undefined, `${url}x`),
        await ask("bob", "/files/b/none"),
        await ask("bob", path, { headers: { range: "bytes=99-" } }),
        await ask("bob", "/files/b/%zz"),
        await ask(undefined, "/stickers/res?resourceId=a/b"),
      ]
      const statuses = [200, 200, 200, 206, 200, 200, 200, 401, 401, 404, 416, 400, 404]
      expect(answers.map(({ status }) => status)).toEqual(statuses)
      for (const { headers } of answers) expect(headers.get("access-control-allow-origin")).toBe("*")
    },
  )

  test("a preflight grants what clients send with an upload", async () => {
    const { status, headers } = await stage.raw("OPTIONS", "/files/chatserver-upload", {
      headers: {
        origin: "https://app.example.com",
        "access-control-request-method": "POST",
        "access-control-request-headers": "im-authorization,im-client-key,x-timezone",
      },
    })
    expect(status).toBeLessThan(300)
    expect(headers.get("access-control-allow-origin")).toBe(allowed)
    expect(headers.get("access-control-allow-headers")).toContain("im-authorization")
  })
})
