import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, call, makeCast, userHeaders } from "../../support/backend.ts"
import { makePlace, type Place } from "../../support/parley.ts"
import { makePicture } from "../../support/pictures.ts"
import { spawnParley } from "../../support/process.ts"
import { type FakeS3, startS3 } from "../../support/s3.ts"
import { formOf, places } from "./file-stage.ts"

describe.each(places)("files on $engine, kept on $store, after a crash", ({ engine, store }) => {
  let place: Place
  let s3: FakeS3
  beforeAll(async () => {
    place = await makePlace(engine)
    s3 = await startS3()
  })
  afterAll(async () => {
    await s3.close()
    place.remove()
  })

  test("what was acknowledged is there, with its small copy, and old addresses still open it", async () => {
    const settings = { ...place.settings, ...(store === "s3" ? s3.settings : {}), LOG_LEVEL: "info" }
    const before = await spawnParley(settings)
    const { alice } = await makeCast(before.url)
    const content = await makePicture(800, 600)
    const form = formOf({ content, name: "a.png", extra: { a: 1 } })
    const sent = await call(before.url, "POST", "/files/b", { headers: userHeaders(alice), body: form })
    const { _id, thumbnailUrl } = sent.body.result
    const { url } = await asUser(before.url, alice, "GET", `/files/b/${_id}?signedUrlOnly=1`)
    await before.kill()

    const after = await spawnParley(settings)
    try {
      const signed = new URL(url)
      const whole = await fetch(after.url + signed.pathname + signed.search)
      expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true)
      const small = await fetch(after.url + thumbnailUrl, { headers: userHeaders(alice) })
      expect(small.headers.get("content-type")).toBe("image/webp")
      const {
        ContentType: _,
        ContentLength: __,
        ...record
      } = await asUser(after.url, alice, "GET", `/files/b/${_id}/metadata`)
      expect(record).toEqual(sent.body.result)
    } finally {
      await after.kill()
    }
  })
})
