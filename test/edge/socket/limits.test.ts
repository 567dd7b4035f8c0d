import { request } from "node:http"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { type Parley, startParley } from "../../support/parley.ts"
import { RawSocket } from "../../support/raw-socket.ts"
import { TestSocket } from "../../support/test-socket.ts"

const pollingPath = (version: number) => `/socket.io/?EIO=${version}&transport=polling`

/** Asks for a WebSocket as a client would. @returns the status of the answer; 101 when it is granted. */
function askWebSocket(url: string, version = 4): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/socket.io/?EIO=${version}&transport=websocket`, {
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      },
    })
    asked.on("response", response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on("upgrade", (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    asked.on("error", reject)
    asked.end()
  })
}

describe("the most sockets at once", () => {
  let parley: Parley
  const opened: TestSocket[] = []

  beforeAll(async () => {
    parley = await startParley("sqlite", { SOCKET_CONNECTION_LIMIT: "2" })
  })
  afterAll(() => parley.close())
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.close()
  })

  const free = () =>
    expect.poll(async () => (await fetch(`${parley.url}${pollingPath(4)}`)).status, { timeout: 10_000 })

  test("one more than allowed is answered 503 on the handshake, by polling and by WebSocket", async () => {
    for (const version of [4, 2] as const) {
      opened.push(await TestSocket.open(parley.url, { version, transport: "upgrade" }))
    }
    for (const version of [4, 3]) {
      expect((await fetch(`${parley.url}${pollingPath(version)}`)).status).toBe(503)
      expect(await askWebSocket(parley.url, version)).toBe(503)
    }
    await expect(TestSocket.open(parley.url)).rejects.toThrow()
    for (const socket of opened) await socket.settle()
    opened.pop()?.close()
    await free().toBe(200)
  })
})

describe("a burst of handshakes", () => {
  let parley: Parley

  beforeAll(async () => {
    parley = await startParley("sqlite", { SOCKET_CONNECTION_LIMIT: "3" })
  })
  afterAll(() => parley.close())

  test("lets in no more than allowed either", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 24 }, async () => (await fetch(`${parley.url}${pollingPath(4)}`)).status),
    )
    expect(statuses.filter(status => status === 200)).toHaveLength(3)
    expect(statuses.filter(status => status === 503)).toHaveLength(21)
  })
})

describe("sessions that nobody goes on with", () => {
  test("end by themselves, and make room", async () => {
    const parley = await startParley("sqlite", {
      SOCKET_PING_INTERVAL: "1000",
      SOCKET_CONNECTION_LIMIT: "12",
    })
    const status = async () => (await fetch(`${parley.url}${pollingPath(4)}`)).status
    for (const version of [4, 3]) {
      for (let i = 0; i < 5; i++) await fetch(`${parley.url}${pollingPath(version)}`)
    }
    const silent = [await RawSocket.open(parley.url), await RawSocket.open(parley.url)]
    expect(await status()).toBe(503)
    await Promise.all(silent.map(socket => socket.ended()))
    await expect.poll(status, { timeout: 20_000 }).toBe(200)
    const count = async () => (await platform(parley.url, "GET", "/admin/connection-count")).count
    await expect.poll(count, { timeout: 20_000 }).toBe(0)
    await parley.close()
  })
})

describe("the door of the sockets", () => {
  test("stands open to every origin, without credentials", async () => {
    const parley = await startParley("sqlite")
    const headers = { origin: "https://app.example" }
    const answer = await fetch(`${parley.url}${pollingPath(4)}`, { headers })
    expect(answer.headers.get("access-control-allow-origin")).toBe("*")
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false)
    await parley.close()
  })

  test("opens to the named origins only, when there are some", async () => {
    const parley = await startParley("sqlite", { CORS_ORIGINS: "https://app.example,https://b.example" })
    const allowed = async (origin: string) =>
      (await fetch(`${parley.url}${pollingPath(4)}`, { headers: { origin } })).headers.get(
        "access-control-allow-origin",
      )
    expect(await allowed("https://app.example")).toBe("https://app.example")
    expect(await allowed("https://b.example")).toBe("https://b.example")
    expect(await allowed("https://evil.example")).toBe(null)
    await parley.close()
  })

  test("tells a refused client of another origin too that it is full", async () => {
    const parley = await startParley("sqlite", { SOCKET_CONNECTION_LIMIT: "1" })
    await fetch(`${parley.url}${pollingPath(4)}`)
    const headers = { origin: "https://app.example" }
    const answer = await fetch(`${parley.url}${pollingPath(4)}`, { headers })
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([503, "*"])
    await parley.close()
  })
})

describe("the heartbeat", () => {
  let parley: Parley
  let token: string

  beforeAll(async () => {
    parley = await startParley("sqlite", { SOCKET_PING_INTERVAL: "1000" })
    token = (await makeCast(parley.url)).alice
  })
  afterAll(() => parley.close())

  test.each([4, 2] as const)(
    "reaches client %i as an event without arguments, again and again",
    async version => {
      const idle = await TestSocket.open(parley.url, { version })
      const alice = await TestSocket.signedIn(parley.url, token, { version, encoding: "base64" })
      for (const socket of [idle, alice]) {
        socket.socket.on("ping", () => socket.say("pong"))
        await socket.collect("ping", 2)
        expect(socket.heard.find(one => one.event === "ping")?.args).toEqual([])
        await socket.settle()
        socket.close()
      }
    },
  )
})

describe("what no client would send", () => {
  let parley: Parley
  let alice: TestSocket
  let bob: TestSocket

  beforeAll(async () => {
    parley = await startParley("sqlite")
    const cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob)
  })
  afterAll(async () => {
    alice.close()
    bob.close()
    await parley.close()
  })

  async function expectServing(): Promise<void> {
    const { result } = await alice.ask("chat message", { room: "demo-room", message: "still here" })
    expect((await bob.next("chat message", m => m._id === result._id)).message).toBe("still here")
    expect(bob.all("disconnect")).toEqual([])
  }

  /** Sends frames on a bare WebSocket. @returns what the last answers were once the socket has closed. */
  function sendRaw(frames: (string | Uint8Array<ArrayBuffer>)[]): Promise<string[]> {
    const answers: string[] = []
    const socket = new WebSocket(`${parley.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`)
    return new Promise(resolve => {
      socket.onopen = () => {
        for (const frame of frames) socket.send(frame)
      }
      socket.onmessage = ({ data }) => answers.push(String(data))
      socket.onclose = () => resolve(answers)
    })
  }

  test.each([
    ["text that is no packet", ["hello"]],
    ["an unknown packet", ["9"]],
    ["broken JSON", ["40", "42{"]],
    ["half a list", ["40", '42["chat message",']],
    ["an event without a name", ["40", "42[]"]],
    ["an event whose name is an object", ["40", "42[{}]"]],
    ["a reserved event", ["40", '42["disconnect"]']],
    ["an attachment that never comes", ["40", '451-["chat message",{"_placeholder":true,"num":0}]', "42[]"]],
    ["attachments without number", ["40", "45"]],
    ["bytes out of the blue", ["40", new Uint8Array([0, 255, 1, 254])]],
    ["an answer to nothing, then noise", ["40", "439[1]", "hello"]],
    ["more than a socket may send at once", ["40", `42["chat message","${"x".repeat(1_100_000)}"]`]],
  ])("%s closes that socket only", async (_, frames) => {
    await sendRaw(frames)
    await expectServing()
  })

  test("a deep and wide tree is refused or taken, and the server goes on", async () => {
    const deep = `42["chat message",${"[".repeat(100_000)}${"]".repeat(100_000)}]`
    await sendRaw(["40", deep, "hello"])
    await expectServing()
  })

  test("a packet for another namespace, an unknown transport and an unknown session are refused", async () => {
    expect((await sendRaw(["40/admin,", "hello"])).some(answer => answer.startsWith("44/admin,"))).toBe(true)
    expect((await fetch(`${parley.url}/socket.io/?EIO=4&transport=pigeon`)).status).toBe(400)
    expect((await fetch(`${parley.url}${pollingPath(4)}&sid=unknown`)).status).toBe(400)
    await expectServing()
  })

  test("a broken post of a polling client ends that session only, an oversized one is refused", async () => {
    const open = async () => {
      const opened = await (await fetch(`${parley.url}${pollingPath(4)}`)).text()
      return `${parley.url}${pollingPath(4)}&sid=${JSON.parse(opened.slice(1)).sid}`
    }
    for (const body of ["hello", "\u001e\u001e"]) {
      const session = await open()
      await fetch(session, { method: "POST", body })
      expect((await fetch(session)).status).toBe(400)
    }
    const oversized = await fetch(await open(), { method: "POST", body: "x".repeat(1_100_000) })
    expect(oversized.status).toBe(413)
    await expectServing()
  })

  test("a query that is no URL is refused", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(parley.url)
      const asked = request({ hostname, port, path: "//%%/socket.io/?EIO=4&transport=polling" }, response => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on("error", reject)
      asked.end()
    })
    expect(status).toBeGreaterThanOrEqual(400)
    await expectServing()
  })

  test("a token is never taken from the handshake", async () => {
    const { token } = await platform(parley.url, "POST", "/admin/clients", {
      _id: "alice",
      issueAccessToken: true,
    })
    const socket = await TestSocket.open(`${parley.url}?token=${token}`, {
      headers: { "IM-Authorization": token },
    })
    expect(await socket.ask("typing", "demo-room")).toMatchObject({ RC: 401 })
    socket.close()
  })
})
