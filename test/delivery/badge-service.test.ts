import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { makeBadgeService } from "../../src/delivery/badge-service.ts"
import { makeOutbound } from "../../src/delivery/outbound.ts"
import { makeLog } from "../../src/lib/log.ts"
import { type PushReceiver, startPushReceiver } from "../support/push-receiver.ts"

let service: PushReceiver
const outbound = makeOutbound(true)
const callbacks = { outbound, clock: () => 1_767_000_000_000, secret: null, timeoutMs: 200 }
const serviceAt = (url: string) => makeBadgeService(callbacks, url, makeLog("silent"))

beforeAll(async () => {
  service = await startPushReceiver()
})
afterEach(() => {
  service.calls.length = 0
})
afterAll(async () => {
  outbound.close()
  await service.close()
})

const answerWith = (status: number, body: string) =>
  service.react(response => void response.writeHead(status).end(body))

test("the chat total is told under its source, and the total of all sources is shown", async () => {
  service.react((response, { path, body }) => {
    const clientId = decodeURIComponent(path.split("/")[2]?.split("?")[0] ?? "")
    const total = body.count + 3
    response.end(JSON.stringify({ clientId, total, badge: total, imkit: body.count, mail: 3 }))
  })
  const badge = serviceAt(new URL("/badges?secret=1", service.url).href)
  expect(await badge("u-17", 4)).toBe(7)
  expect(service.calls).toMatchObject([
    { method: "POST", path: "/badges/u-17?secret=1", body: { source: "imkit", count: 4 } },
  ])
})

test.each(["u 1", "a?b#c%", "ユーザー", "..;x"])("the user %s is named in the address", async id => {
  answerWith(200, '{"total":1}')
  expect(await serviceAt(new URL("/", service.url).href)(id, 0)).toBe(1)
  expect(service.calls[0]?.path).toBe(`/${encodeURIComponent(id)}`)
})

test.each([
  [500, '{"total":9}'],
  [404, ""],
  [302, '{"total":9}'],
  [200, ""],
  [200, "[9]"],
  [200, '{"badge":9}'],
  [200, '{"total":"9"}'],
  [200, '{"total":-1}'],
  [200, '{"total":1.5}'],
  [200, '{"total":1e300}'],
])("with the answer %i %s the chat total is shown", async (status, body) => {
  answerWith(status, body)
  expect(await serviceAt(service.url)("u-17", 4)).toBe(4)
})

test("without an answer the chat total is shown", async () => {
  service.react(() => {})
  expect(await serviceAt(service.url)("u-17", 4)).toBe(4)
  service.react(response => void response.destroy())
  expect(await serviceAt(service.url)("u-17", 5)).toBe(5)
})
