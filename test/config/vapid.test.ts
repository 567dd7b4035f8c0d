import { expect, test } from "vitest"
import webPush from "web-push"
import { mistakesOfVapid } from "../../src/config/vapid.ts"

const pair = webPush.generateVAPIDKeys()
const good = {
  VAPID_PUBLIC_KEY: pair.publicKey,
  VAPID_PRIVATE_KEY: pair.privateKey,
  VAPID_SUBJECT: "mailto:push@example.com",
}

test("a pair of VAPID keys with a subject can be used, and so can none", () => {
  expect(mistakesOfVapid(good)).toEqual([])
  expect(mistakesOfVapid({ ...good, VAPID_SUBJECT: "https://example.com/contact" })).toEqual([])
  expect(mistakesOfVapid({ VAPID_PUBLIC_KEY: null, VAPID_PRIVATE_KEY: null, VAPID_SUBJECT: null })).toEqual(
    [],
  )
})

test.each(Object.keys(good))("without %s the others cannot be used", name => {
  expect(mistakesOfVapid({ ...good, [name]: null })).toEqual([
    "VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_SUBJECT are only used together: set all three or none",
  ])
})

test.each([
  ["short", pair.publicKey.slice(0, 40)],
  ["long", `${pair.publicKey}AAAA`],
  ["no point of the curve", `B${"A".repeat(86)}`],
  ["another alphabet", `+/${pair.publicKey.slice(2)}`],
  ["padded", `${pair.publicKey}=`],
  ["PEM", "-----BEGIN PUBLIC KEY-----"],
])("a public key that is %s is named", (_, key) => {
  const [mistake, ...others] = mistakesOfVapid({ ...good, VAPID_PUBLIC_KEY: key })
  expect(mistake).toMatch(/^VAPID_PUBLIC_KEY must be the 65 bytes .* generate-vapid-keys$/)
  expect(others).toEqual([])
})

test.each([
  ["short", pair.privateKey.slice(0, 20)],
  ["zero", "A".repeat(43)],
  ["beyond the curve", Buffer.alloc(32, 255).toString("base64url")],
  ["the public one", pair.publicKey],
])("a private key that is %s is named, and not shown", (_, key) => {
  const [mistake, ...others] = mistakesOfVapid({ ...good, VAPID_PRIVATE_KEY: key })
  expect(mistake).toMatch(/^VAPID_PRIVATE_KEY must be the 32 bytes /)
  expect(mistake).not.toContain(key)
  expect(others).toEqual([])
})

test("keys of two pairs are told apart", () => {
  const other = webPush.generateVAPIDKeys()
  expect(mistakesOfVapid({ ...good, VAPID_PRIVATE_KEY: other.privateKey })).toEqual([
    expect.stringMatching(/^VAPID_PRIVATE_KEY does not belong to VAPID_PUBLIC_KEY/),
  ])
})

test.each([
  ...["push@example.com", "mailto:", "mailto:push", "http://example.com", "https://localhost/contact"],
  ...["mailto:push@localhost", "https://", "tel:112", "mailto:<push@example.com>, https://x"],
])("the subject %j is refused with what it must be", subject => {
  expect(mistakesOfVapid({ ...good, VAPID_SUBJECT: subject })).toEqual([
    expect.stringMatching(/^VAPID_SUBJECT must say where push services reach you: mailto:/),
  ])
})
