import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("one's own profile on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const change = (body: unknown) => stage.as("alice", "POST", "/me", body)
  const refused = (body: unknown) => stage.refused("alice", "POST", "/me", body)

  test("a user changes what is given, fields of their own included, and keeps the rest", async () => {
    await change({ avatarUrl: "https://img.example/a", description: "Hi", publicKey: "cHVi", city: "Oslo" })
    stage.advance(1000)
    expect(await change({ nickname: "Alice K." })).toMatchObject({
      _id: "alice",
      nickname: "Alice K.",
      avatarUrl: "https://img.example/a",
      description: "Hi",
      publicKey: "cHVi",
      city: "Oslo",
      updatedAt: new Date(stage.now()).toISOString(),
    })
    expect(await stage.as("alice", "GET", "/me")).toMatchObject({ nickname: "Alice K.", city: "Oslo" })
  })

  test("what is not theirs to change is ignored", async () => {
    const record = await change({
      _id: "bob",
      id: "bob",
      appID: "Other",
      isRobot: true,
      clientType: "group",
      members: ["bob"],
      mute: ["r"],
      notificationEnabled: false,
      token: "mine",
      issueAccessToken: true,
      expirationDate: "2037-01-01",
      lastLoginTimeMS: 5,
    })
    expect(record).toMatchObject({
      _id: "alice",
      id: "alice",
      appID: "Parley",
      isRobot: false,
      clientType: "user",
      mute: [],
      notificationEnabled: true,
    })
    for (const field of ["token", "issueAccessToken", "expirationDate", "members"]) {
      expect(record).not.toHaveProperty(field)
    }
    expect(await stage.as("bob", "GET", "/me")).toMatchObject({ nickname: "Bob" })
  })

  test("a robot stays one", async () => {
    expect(await stage.as("bender", "POST", "/me", { nickname: "B", isRobot: false })).toMatchObject({
      isRobot: true,
    })
  })

  test("the backend does it in the name of a user, and must name one", async () => {
    expect(await stage.backend("POST", "/me", { nickname: "Robert" }, "bob")).toMatchObject({
      _id: "bob",
      nickname: "Robert",
    })
    expect(await stage.refusedBackend("POST", "/me", { nickname: "Nobody" })).toBe("400 MISSING_PARAMETER")
  })

  test("flawed and endless profiles are refused, and change nothing", async () => {
    expect(await refused({ nickname: 7 })).toBe("400 INVALID_PARAMETER")
    expect(await refused([])).toBe("400 INVALID_PARAMETER")
    expect(await refused({ diary: "x".repeat(70_000) })).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await refused(`{"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toBe("400 INVALID_PARAMETER")
    const diary = "x".repeat(40_000)
    await change({ diary })
    expect(await refused({ nickname: "Writer", diary2: diary })).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await stage.as("alice", "GET", "/me")).toMatchObject({ nickname: "Alice K.", diary })
  })

  test("pushes are switched off and on for all rooms at once", async () => {
    const switched = async (how: string) =>
      (await stage.as("carol", "POST", `/me/notification/${how}`)).notificationEnabled
    expect([await switched("disable"), await switched("disable")]).toEqual([false, false])
    expect(await stage.as("carol", "GET", "/me")).toMatchObject({ _id: "carol", notificationEnabled: false })
    expect(await stage.as("bob", "GET", "/me")).toMatchObject({ notificationEnabled: true })
    await stage.backend("POST", "/admin/clients", { _id: "carol", nickname: "Carol C." })
    expect(await stage.as("carol", "GET", "/me")).toMatchObject({ notificationEnabled: false })
    expect(await switched("enable")).toBe(true)
    expect(await stage.refusedBackend("POST", "/me/notification/enable")).toBe("400 MISSING_PARAMETER")
  })
})
