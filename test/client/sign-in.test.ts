import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { ChatClient, Refusal } from "../../client/src/index.ts"
import { platform } from "../support/backend.ts"
import { engines } from "../support/parley.ts"
import { ioOfVersion2, online, type Stage, setStage, shows, texts, until } from "./stage.ts"

describe.each(engines)("a client's sign-in on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterEach(() => stage.closeClients())
  afterAll(() => stage.close())

  const url = () => stage.parley.url
  const signedOut = (client: ChatClient) => until(client, "signed out", () => client.state === "signedOut")

  async function freshToken(): Promise<string> {
    const body = { _id: "alice", nickname: "Alice", issueAccessToken: true }
    return (await platform(url(), "POST", "/admin/clients", body)).token
  }

  const revoke = (token: string) => platform(url(), "DELETE", "/admin/clients/alice/token", { token })

  /** Counts what a socket dials. */
  const countDials = () => {
    const states: string[] = []
    const refusals: (Refusal | undefined)[] = []
    return {
      states,
      refusals,
      watch: (client: ChatClient) =>
        client.on("state", ({ state, refusal }) => {
          states.push(state)
          if (refusal) refusals.push(refusal)
        }),
    }
  }

  test.each([
    ["4.x", {}],
    ["2.x in base64", { io: ioOfVersion2, encoding: "base64" as const }],
  ])(
    "a token that dies is replaced once, on the same connection, and nothing is missed: %s",
    async (_, how) => {
      const given = [await freshToken(), await freshToken()]
      const asked: (string | undefined)[] = []
      const alice = await stage.enter("alice", {
        ...how,
        token: refused => {
          asked.push(refused)
          return Promise.resolve(given[asked.length - 1] ?? "none left")
        },
      })
      const { states, watch } = countDials()
      watch(alice)
      await revoke(given[0] ?? "")
      await until(alice, "asked", () => asked.length === 2)
      await stage.say("during the change")
      await online(alice)
      await shows(alice, "during the change")
      expect(asked).toEqual([undefined, given[0]])
      expect(states).toEqual(["connecting", "online"])
    },
  )

  test("many calls that are refused at once ask for one fresh token", async () => {
    const given = [await freshToken(), await freshToken()]
    let asked = 0
    let refused = 0
    const { promise: allRefused, resolve } = Promise.withResolvers<void>()
    const alice = await stage.enter("alice", {
      token: async () => {
        const token = given[asked++] ?? "none left"
        if (asked > 1) await allRefused
        return token
      },
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        if (answer.status === 401 && ++refused === 10) resolve()
        return answer
      },
    })
    await revoke(given[0] ?? "")
    const answers = await Promise.all(Array.from({ length: 10 }, () => alice.request("GET", "/me")))
    expect(answers).toHaveLength(10)
    await online(alice)
    expect(asked).toBe(2)
  })

  test("when the fresh token is refused too, the client is signed out, says why, and tries nothing more", async () => {
    const token = await freshToken()
    let asked = 0
    const alice = await stage.enter("alice", { token: () => (asked++ === 0 ? token : `dead ${asked}`) })
    const { states, refusals, watch } = countDials()
    watch(alice)
    await revoke(token)
    await signedOut(alice)
    expect(asked).toBe(2)
    expect(states).toEqual(["connecting", "signedOut"])
    expect(refusals).toMatchObject([
      { code: "INVALID_TOKEN", message: expect.stringMatching(/token/i), reason: expect.any(String) },
    ])
    expect(() => alice.typing("demo-room")).not.toThrow()
  })

  test("a plain token that is refused signs out at once; connect tries again", async () => {
    const alice = stage.open("alice", { token: "dead" })
    await signedOut(alice)
    alice.connect()
    expect(alice.state).toBe("connecting")
    await signedOut(alice)
  })

  test("a source of tokens that fails for a while is asked again, and nobody is signed out", async () => {
    const token = await freshToken()
    let asked = 0
    const alice = stage.open("alice", {
      token: () => {
        if (asked++ === 0) throw new Error("The backend is away.")
        return token
      },
    })
    const { states, watch } = countDials()
    watch(alice)
    await online(alice)
    expect(states).toEqual(["offline", "connecting", "online"])
  })

  test("with the token of another user everything is that user's", async () => {
    const token = await freshToken()
    let given = token
    const alice = await stage.enter("alice", { token: () => given })
    given = stage.cast.bob
    await revoke(token)
    await until(alice, "Bob", () => alice.me?._id === "bob" && alice.state === "online")
    expect([...alice.rooms.keys()]).toEqual(["demo-room"])
    expect(alice.rooms.get("demo-room")?.pref).toBeDefined()
    await stage.say("to Bob")
    await alice.loadMessages("demo-room")
    await shows(alice, "to Bob")
  })

  test("what the former user deleted for themselves is not gone for the next one", async () => {
    const token = await freshToken()
    let given = token
    const alice = await stage.enter("alice", { token: () => given })
    const id = await stage.say("seen by Bob")
    await shows(alice, "seen by Bob")
    await alice.request("POST", "/messages/user-delete", { room: "demo-room", messages: [id] })
    await until(alice, "deleted", () => !texts(alice).includes("seen by Bob"))
    given = stage.cast.bob
    await revoke(token)
    await until(alice, "Bob", () => alice.me?._id === "bob" && alice.state === "online")
    await alice.loadMessages("demo-room")
    expect(texts(alice)).toContain("seen by Bob")
  })
})
