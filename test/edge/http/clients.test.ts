import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("users on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const upsert = (body: Record<string, unknown>) => stage.backend("POST", "/admin/clients", body)
  const refusedUpsert = (body: unknown) => stage.refusedBackend("POST", "/admin/clients", body)
  const meWith = (token: string) =>
    stage.raw("GET", "/me", {
      headers: { "IM-CLIENT-KEY": "test-client-key-0123456789", "IM-Authorization": token },
    })

  test("a backend makes a user, who has a record with both ids", async () => {
    const user = await upsert({ _id: "dora", nickname: "Dora", avatarUrl: "https://img.example.com/d.png" })
    expect(user).toMatchObject({
      _id: "dora",
      id: "dora",
      clientType: "user",
      nickname: "Dora",
      avatarUrl: "https://img.example.com/d.png",
      isRobot: false,
      lastLoginTimeMS: 0,
      appID: "Parley",
      mute: [],
      notificationEnabled: true,
    })
    expect(Date.parse(user.updatedAt)).toBeGreaterThan(0)
    expect(user).not.toHaveProperty("token")
    expect(user).not.toHaveProperty("__v")
  })

  test("an update changes what is given and keeps what is absent", async () => {
    await upsert({ _id: "emil", nickname: "Emil", avatarUrl: "https://e", description: "d", city: "Oslo" })
    await upsert({ _id: "emil", nickname: "Emil B.", isRobot: true })
    expect(await upsert({ _id: "emil" })).toMatchObject({
      nickname: "Emil B.",
      avatarUrl: "https://e",
      description: "d",
      isRobot: true,
      city: "Oslo",
    })
  })

  test("an avatar can be emptied", async () => {
    await upsert({ _id: "fay", avatarUrl: "https://f" })
    expect(await upsert({ _id: "fay", avatarUrl: "" })).toMatchObject({ avatarUrl: "" })
  })

  test("further fields come back as they were sent", async () => {
    const fields = { email: "g@example.com", tier: 3, tags: ["a", "b"], nested: { a: [1, null, "😀"] } }
    await upsert({ _id: "gus", ...fields })
    expect(await stage.backend("GET", "/me", undefined, "gus")).toMatchObject(fields)
  })

  test("fields that only the server sets are not taken from the body", async () => {
    const user = await upsert({
      _id: "hal",
      appID: "x",
      clientType: "group",
      mute: ["r"],
      lastLoginTimeMS: 5,
      notificationEnabled: false,
    })
    expect(user).toMatchObject({
      appID: "Parley",
      clientType: "user",
      mute: [],
      lastLoginTimeMS: 0,
      notificationEnabled: true,
    })
  })

  test("an issued token is a JWT that names the user and ends after the set number of days", async () => {
    const { token, expirationDate } = await upsert({ _id: "ina", issueAccessToken: true })
    const [head, payload, signature] = token.split(".")
    expect(JSON.parse(Buffer.from(head, "base64url").toString())).toMatchObject({ alg: "HS256" })
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString())
    expect(claims).toMatchObject({ id: "ina", iat: expect.any(Number) })
    expect(claims.exp - claims.iat).toBe(7 * 86_400)
    expect(Date.parse(expirationDate)).toBe(claims.exp * 1000)
    expect(signature).not.toBe("")
    expect((await meWith(token)).body.result._id).toBe("ina")
  })

  test("several tokens of one user are good side by side", async () => {
    const first = await upsert({ _id: "jon", issueAccessToken: true })
    const second = await upsert({ _id: "jon", issueAccessToken: true })
    await upsert({ _id: "jon", token: "jons-own-token" })
    expect(first.token).not.toBe(second.token)
    for (const token of [first.token, second.token, "jons-own-token"]) {
      expect((await meWith(token)).body.result._id).toBe("jon")
    }
  })

  test("a bound token of any text opens the user's record, with and without Bearer", async () => {
    const bound = await upsert({ _id: "kim", token: "tok 7/ü", issueAccessToken: false })
    expect(bound).toMatchObject({ token: "tok 7/ü", issueAccessToken: false })
    await upsert({ _id: "kim", token: "tok-7c1f" })
    expect((await meWith("tok-7c1f")).status).toBe(200)
    expect((await meWith("Bearer tok-7c1f")).status).toBe(200)
  })

  test("binding a token again renews its end", async () => {
    const later = stage.now() + 90 * 86_400_000
    await upsert({ _id: "kim", token: "tok-again" })
    const { expirationDate } = await upsert({ _id: "kim", token: "tok-again", expirationDate: later })
    expect(Date.parse(expirationDate)).toBe(later)
  })

  test("when both are asked for, a token is issued and the given one ignored", async () => {
    const { token } = await upsert({ _id: "lea", issueAccessToken: true, token: "not-bound" })
    expect(token.split(".")).toHaveLength(3)
    expect((await meWith("not-bound")).status).toBe(401)
  })

  test("a token of another user cannot be bound, and nothing of the call is lost for its owner", async () => {
    await upsert({ _id: "mia", token: "mias-token" })
    expect(await refusedUpsert({ _id: "nat", token: "mias-token" })).toBe("409 TOKEN_CONFLICT")
    expect((await meWith("mias-token")).body.result._id).toBe("mia")
  })

  test("the end of a bound token is read as ISO text, as milliseconds and as their digits", async () => {
    const instant = Date.UTC(2037, 0, 1)
    for (const given of ["2037-01-01T00:00:00.000Z", "2037-01-01", instant, String(instant)]) {
      const { expirationDate } = await upsert({ _id: "ola", token: `ola-${given}`, expirationDate: given })
      expect(expirationDate).toBe("2037-01-01T00:00:00.000Z")
    }
  })

  test("a token whose end has passed is stored but not good", async () => {
    const past = "2020-01-01T00:00:00.000Z"
    expect(await upsert({ _id: "pia", token: "old", expirationDate: past })).toMatchObject({ token: "old" })
    expect((await meWith("old")).status).toBe(401)
  })

  test("a token ends when its time has come", async () => {
    const end = stage.now() + 60_000
    await upsert({ _id: "pia", token: "short", expirationDate: end })
    expect((await meWith("short")).status).toBe(200)
    stage.advance(61_000)
    expect((await meWith("short")).status).toBe(401)
  })

  test("flawed bodies are refused, each with its code", async () => {
    expect(await refusedUpsert({ nickname: "nobody" })).toBe("400 INVALID_REQUEST")
    expect(await refusedUpsert({ _id: "q", token: "" })).toBe("400 INVALID_TOKEN_FORMAT")
    expect(await refusedUpsert({ _id: "q", token: 7 })).toBe("400 INVALID_TOKEN_FORMAT")
    expect(await refusedUpsert({ _id: "q", token: "t", expirationDate: "soon" })).toBe(
      "400 INVALID_PARAMETER",
    )
    expect(await refusedUpsert({ _id: "" })).toBe("400 INVALID_PARAMETER")
    expect(await refusedUpsert({ _id: "a/b" })).toBe("400 INVALID_PARAMETER")
    // No browser can ask for them: it takes them out of the address.
    for (const _id of [".", ".."]) expect(await refusedUpsert({ _id })).toBe("400 INVALID_PARAMETER")
    expect(await refusedUpsert({ _id: "a\u0000b" })).toBe("400 INVALID_PARAMETER")
  })

  test("a refused call makes no user", async () => {
    await refusedUpsert({ _id: "ghost", token: "t", expirationDate: "soon" })
    expect(await stage.refusedBackend("GET", "/me", undefined, "ghost")).toBe("404 CLIENT_NOT_FOUND")
  })

  test("an id may have 256 characters and no more", async () => {
    const longest = "ü".repeat(256)
    expect(await upsert({ _id: longest })).toMatchObject({ _id: longest })
    expect(await refusedUpsert({ _id: `${longest}x` })).toBe("400 INVALID_PARAMETER")
    expect(await refusedUpsert({ _id: "x".repeat(300) })).toBe("400 INVALID_PARAMETER")
  })

  test("ids that differ in case are different users", async () => {
    await upsert({ _id: "Alice", nickname: "Another" })
    expect(await stage.as("alice", "GET", "/me")).toMatchObject({ _id: "alice", nickname: "Alice" })
  })

  test("users may not make users", async () => {
    expect(await stage.refused("alice", "POST", "/admin/clients", { _id: "x" })).toBe("401 INVALID_API_KEY")
  })

  test("the longest token that is taken is good on both engines", async () => {
    const token = randomBytes(6144).toString("base64url")
    expect(token).toHaveLength(8192)
    expect(await upsert({ _id: "ruth", token })).toMatchObject({ token })
    expect((await meWith(token)).body.result._id).toBe("ruth")
  })
})
