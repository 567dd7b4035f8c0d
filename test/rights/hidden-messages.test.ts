import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../support/backend.ts"
import { engines } from "../support/parley.ts"
import { ask, operations, probesOf } from "./asking.ts"
import { type Listener, listen } from "./listener.ts"
import type { Means } from "./probes.ts"
import { type Stage, setStage } from "./scene.ts"
import { sign, type Target } from "./secret-rooms.ts"

const wordsIn = (text: string) => [...new Set(text.match(new RegExp(`${sign}-\\w+`, "g")))]

/** After these a member would be none any more. */
const departures = new Set(["deleteRoom", "removeMembers", "removeMemberByPath", "updateRoom"])

describe.each(engines)("a member learns nothing of what a hidden message says, on %s:", engine => {
  let stage: Stage
  let socket: Listener
  let headers: Record<string, string>
  let target: Target
  let means: Means

  beforeAll(async () => {
    stage = await setStage(engine)
    const token = await stage.user("plain")
    headers = userHeaders(token)
    const members = ["host", "plain", "target"]
    const { _id: roomId } = await stage.backend("POST", "/rooms", { owner: "host", members })
    means = { roomId, friendId: "guest", ghostId: "target" }
    const say = async (message: object): Promise<string> =>
      (
        await stage.backend("POST", "/messages", {
          room: roomId,
          sender: "target",
          messageType: "text",
          ...message,
        })
      )._id
    const change = (message: object) => stage.backend("POST", `/rooms/${roomId}/message`, message, "target")
    const react = (messageId: string, reaction: string) =>
      stage.backend("POST", `/messages/${messageId}/reaction`, { reaction }, "target")

    const hidden = await say({
      message: `${sign}-text`,
      extra: { note: `${sign}-extra` },
      mentions: ["plain"],
    })
    const file = { messageType: "file", message: "", originalUrl: `/files/any/${sign}-url` }
    const hiddenLast = await say({ ...file, reply: hidden, extra: { fileName: `${sign}-file` } })
    const reply = await say({ message: "to this", reply: hidden })
    await react(hidden, `${sign}-reaction`)
    await stage.backend("POST", `/messages/${hidden}/pin`)
    for (const messageId of [hidden, hiddenLast])
      await stage.backend("POST", `/messages/${messageId}/hidden`, undefined, "host")

    socket = await listen(stage.url, token)
    await change({ _id: reply, message: "to that" })
    await change({ _id: hidden, message: `${sign}-edit` })
    await react(hidden, `${sign}-later`)
    await say({ message: "and to this", reply: hidden })
    await stage.backend("DELETE", `/rooms/${roomId}/messages/${await say({ message: "gone" })}`)
    target = { roomId, messageId: hidden, tag: "none", fileId: "0123456789abcdef01234567" }
  })
  afterAll(async () => {
    socket.close()
    await stage.close()
  })

  const tell = async (own: Record<string, string>) => {
    const told: string[] = []
    for (const operation of operations.filter(({ id }) => !departures.has(id)))
      for (const probe of probesOf(operation)) {
        const { asked, answer } = await ask(stage.url, operation, probe, target, means, own)
        const words = wordsIn(JSON.stringify(answer.body)).filter(word => !asked.includes(word))
        if (words.length > 0) told.push(`${asked} tells ${words.join(" ")}`)
      }
    return told
  }

  test("by any operation", async () => {
    const told = await tell(headers)
    expect(told, told.join("\n")).toEqual([])
  })

  test("by a socket", async () => {
    await socket.settle()
    expect(socket.heard.length).toBeGreaterThan(0)
    expect(socket.heard.filter(text => wordsIn(text).length > 0)).toEqual([])
  })

  test("though the owner, asking the same, learns it", async () => {
    expect(await tell(userHeaders(stage.hostToken))).not.toEqual([])
  })
})
