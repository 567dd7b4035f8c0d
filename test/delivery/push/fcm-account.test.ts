import { generateKeyPairSync } from "node:crypto"
import { expect, test } from "vitest"
import { readServiceAccount } from "../../../src/delivery/push/fcm-account.ts"

const pem = (modulusLength: number) =>
  generateKeyPairSync("rsa", { modulusLength }).privateKey.export({ type: "pkcs8", format: "pem" }) as string

const file = {
  type: "service_account",
  project_id: "shop-1",
  private_key_id: "k1",
  private_key: pem(2048),
  client_email: "push@shop-1.iam.gserviceaccount.com",
  token_uri: "https://oauth2.googleapis.com/token",
}

const read = (value: unknown) => readServiceAccount(JSON.stringify(value))

function mistakesOf(value: unknown): string[] {
  const result = read(value)
  return "mistakes" in result ? result.mistakes : []
}

test("the file that Firebase hands out is read", () => {
  expect(read(file)).toEqual({
    account: {
      projectId: "shop-1",
      clientEmail: "push@shop-1.iam.gserviceaccount.com",
      privateKey: expect.objectContaining({ type: "private" }),
      keyId: "k1",
      tokenUri: "https://oauth2.googleapis.com/token",
    },
  })
})

test("a file without the key's id is read as well", () => {
  expect(read({ ...file, private_key_id: undefined })).toMatchObject({ account: { projectId: "shop-1" } })
})

test.each(["project_id", "client_email", "private_key", "token_uri"])(
  "one without %s is told by one sentence that names it",
  name => {
    for (const value of [undefined, "", " ", 7, null]) {
      expect(mistakesOf({ ...file, [name]: value })).toEqual([expect.stringContaining(`\`${name}\``)])
    }
  },
)

test("every mistake is told at once: another file of Firebase's has none of the fields", () => {
  expect(mistakesOf({ project_info: {}, client: [], configuration_version: "1" })).toHaveLength(4)
})

test.each(["", "AAAA", "[]", "null", '"text"', "{"])("%j is told not to be such a file", text => {
  expect(readServiceAccount(text)).toEqual({
    mistakes: [expect.stringContaining("JSON of a service account")],
  })
})

const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
test.each([
  ["no PEM", "secret-that-is-none"],
  ["too short a key", pem(1024)],
  ["a key of another kind", ecKey.export({ type: "pkcs8", format: "pem" })],
])("%s is told without repeating it", (_, private_key) => {
  const mistakes = mistakesOf({ ...file, private_key })
  expect(mistakes).toEqual([expect.stringContaining("`private_key`")])
  expect(mistakes.join()).not.toContain(String(private_key).slice(0, 60))
})

test("an address of the token endpoint that is none is told", () => {
  for (const token_uri of ["oauth2", "ftp://x/token"])
    expect(mistakesOf({ ...file, token_uri })).toEqual([expect.stringContaining("`token_uri`")])
})
