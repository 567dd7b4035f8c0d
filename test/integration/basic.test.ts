import { io, type Socket } from "socket.io-client"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asUser, call, platform, userHeaders } from "../support/backend.ts"
import { engines, type Parley, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: an app reads what it is sent
type Json = any

/** What an app's own chat screen would hold. */
interface App {
  socket: Socket
  answers: { conf?: Json; auth2?: Json }
  messages: Json[]
  receipts: Json[]
  heartbeats: number
  /** Waits until something that the app has heard fits. */
  until: (holds: (app: App) => boolean) => Promise<void>
  close: () => void
}

/** Connects as the documents tell a browser to: on every connect `conf`, then `auth2`, and a watchdog for `ping`. */
function startApp(url: string, token: string): App {
  const watchers = new Set<() => void>()
  const socket = io(url, { forceNew: true })
  const changed = () => {
    for (const look of watchers) look()
  }
  let watchdog: NodeJS.Timeout | undefined
  const restartWatchdog = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => socket.disconnect().connect(), 30_000)
  }
  const app: App = {
    socket,
    answers: {},
    messages: [],
    receipts: [],
    heartbeats: 0,
    until: holds =>
      new Promise(resolve => {
        const look = () => {
          if (!holds(app)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    close: () => {
      clearTimeout(watchdog)
      socket.disconnect()
    },
  }
  socket.on("connect", () => {
    restartWatchdog()
    socket.emit("conf", { encoding: "base64" }, (answer: Json) => {
      app.answers.conf = answer
      socket.emit("auth2", token, { deviceId: "browser-1", platform: "web" }, (answer: Json) => {
        app.answers.auth2 = answer
        changed()
      })
    })
  })
  socket.on("chat message", text => {
    app.messages.push(JSON.parse(atob(text)))
    changed()
  })
  socket.on("lastRead", text => {
    app.receipts.push(JSON.parse(atob(text)))
    changed()
  })
  socket.on("ping", () => {
    restartWatchdog()
    socket.emit("pong")
    app.heartbeats++
    changed()
  })
  return app
}

describe.each(engines)("an integration by the book on %s", engine => {
  let parley: Parley
  let mina: { token: string; app: App }
  let rui: { token: string; app: App }
  let direct: Json
  let group: Json

  /** The backend's part: make the user known, and hand the app its token. */
  const signUp = (_id: string, nickname: string) =>
    platform(parley.url, "POST", "/admin/clients", { _id, nickname, issueAccessToken: true })

  beforeAll(async () => {
    parley = await startParley(engine, { SOCKET_PING_INTERVAL: "1000" })
  })
  afterAll(async () => {
    mina.app.close()
    rui.app.close()
    await parley.close()
  })

  test("the backend makes two users and gets a token for each", async () => {
    const [first, second] = [await signUp("mina", "Mina"), await signUp("rui", "Rui 瑞")]
    expect(first).toMatchObject({ _id: "mina", nickname: "Mina", issueAccessToken: true })
    expect(JSON.parse(atob(first.token.split(".")[1]))).toMatchObject({ id: "mina" })
    expect(Date.parse(first.expirationDate)).toBeGreaterThan(Date.now())
    mina = { token: first.token, app: startApp(parley.url, first.token) }
    rui = { token: second.token, app: startApp(parley.url, second.token) }
    await Promise.all([mina, rui].map(({ app }) => app.until(app => app.answers.auth2)))
  })

  test("the app is let in: a plain answer to conf, an encoded one to auth2", () => {
    expect(rui.app.answers.conf).toMatchObject({ RC: 0, result: { encoding: "base64" } })
    expect(JSON.parse(atob(rui.app.answers.auth2))).toMatchObject({
      RC: 0,
      result: { client: "rui", _id: "rui", nickname: "Rui 瑞" },
    })
  })

  test("the backend makes a direct room and a group", async () => {
    const members = ["mina", "rui"]
    direct = await platform(parley.url, "POST", "/rooms/", { roomType: "direct", members })
    group = await platform(parley.url, "POST", "/rooms/", { name: "Trip", roomType: "group", members })
    expect(direct).toMatchObject({ roomType: "direct", members })
    expect(group).toMatchObject({ roomType: "group", name: "Trip", members })
    const { data } = await asUser(parley.url, rui.token, "GET", "/rooms")
    expect(data.map((room: Json) => room._id).sort()).toEqual([direct._id, group._id].sort())
  })

  test("what the backend sends in a user's name arrives in both apps", async () => {
    const message = { room: direct._id, sender: "mina", messageType: "text", message: "你好 👋" }
    const sent = await platform(parley.url, "POST", "/messages", message)
    expect(sent).toMatchObject({ ...message, _id: expect.stringMatching(/^[0-9a-f]{24}$/) })
    for (const { app } of [mina, rui]) {
      await app.until(app => app.messages.some(heard => heard._id === sent._id))
      const heard = app.messages.find(heard => heard._id === sent._id)
      expect(heard).toMatchObject({ room: direct._id, message: "你好 👋", sender: { _id: "mina" } })
    }
  })

  test("what an app sends over REST arrives in the other, and is unread there until it is read", async () => {
    const sent = await asUser(parley.url, mina.token, "POST", `/rooms/${group._id}/message`, {
      message: "Pack the tent",
      messageType: "text",
    })
    await rui.app.until(app => app.messages.some(heard => heard._id === sent._id))
    expect(await asUser(parley.url, rui.token, "GET", "/me/badge")).toEqual({ badge: 2 })

    const read = await asUser(parley.url, rui.token, "PUT", `/rooms/${group._id}/lastRead`, {
      message: sent._id,
    })
    expect(read).toEqual({ client: "rui", lastRead: sent._id, badge: 0 })
    for (const { app } of [mina, rui]) {
      await app.until(app => app.receipts.some(receipt => receipt.messageID === sent._id))
      expect(app.receipts.at(-1)).toEqual({ roomID: group._id, memberID: "rui", messageID: sent._id })
    }
    expect(await asUser(parley.url, rui.token, "GET", "/me/badge")).toEqual({ badge: 1 })
  })

  test("the heartbeat that the watchdog waits for comes again and again", async () => {
    const before = rui.app.heartbeats
    await rui.app.until(app => app.heartbeats >= before + 2)
    expect(rui.app.socket.connected).toBe(true)
  })

  test("a token is renewed by making the user known once more; the old one stays good", async () => {
    const renewed = await signUp("rui", "Rui 瑞")
    expect(renewed.token).not.toBe(rui.token)
    for (const token of [renewed.token, rui.token]) {
      expect(await asUser(parley.url, token, "GET", "/me")).toMatchObject({ _id: "rui" })
    }
    const app = startApp(parley.url, renewed.token)
    await app.until(app => app.answers.auth2)
    expect(JSON.parse(atob(app.answers.auth2))).toMatchObject({ RC: 0, result: { client: "rui" } })
    app.close()
  })

  test("an app with a dead token learns so and gets in with a new one", async () => {
    const app = startApp(parley.url, "dead")
    const told = new Promise<Json>(resolve => app.socket.on("error" as never, resolve))
    expect(await told).toMatchObject({ RC: 401, error: { code: "INVALID_TOKEN" } })
    const answer = await app.socket.emitWithAck("auth2", rui.token, { platform: "web" })
    expect(JSON.parse(atob(answer))).toMatchObject({ RC: 0 })
    app.close()
  })

  test("after a broken connection the app is back by itself and hears again", async () => {
    mina.app.answers = {}
    mina.app.socket.io.engine.close()
    await mina.app.until(app => app.answers.auth2)
    const sent = await asUser(parley.url, rui.token, "POST", `/rooms/${group._id}/message`, {
      message: "Back?",
    })
    await mina.app.until(app => app.messages.some(heard => heard._id === sent._id))
  })

  test("a phone is subscribed for pushes and taken off again", async () => {
    const device = { type: "fcm", token: "phone-token", deviceId: "phone-1" }
    expect(await asUser(parley.url, rui.token, "POST", "/me/subscribe", device)).toEqual({})
    expect(await asUser(parley.url, rui.token, "POST", "/me/unsubscribe", device)).toEqual({ n: 1, ok: 1 })
    expect(await asUser(parley.url, rui.token, "POST", "/me/unsubscribe", device)).toEqual({ n: 0, ok: 1 })
  })

  test("the history holds what was said, newest first", async () => {
    const path = `/rooms/${group._id}/messages/v3`
    const { body } = await call(parley.url, "GET", path, { headers: userHeaders(mina.token) })
    expect(body).toMatchObject({ RC: 0, RM: "OK" })
    expect(body.result.data.map((message: Json) => message.message)).toEqual(["Back?", "Pack the tent"])
  })
})
