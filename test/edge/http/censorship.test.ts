import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("sensitive words on %s", engine => {
  let stage: Stage
  let room: string

  const start = async (settings: Record<string, string>) => {
    stage = await setStage(engine, settings)
    room = await stage.room(["alice", "bob"])
  }
  const sensitive = (keywords: string[]) => stage.backend("POST", "/config", { censorship: { keywords } })
  const send = (body: object) => stage.as("alice", "POST", `/rooms/${room}/message`, body)

  describe("that are masked", () => {
    beforeAll(() => start({}))
    afterAll(() => stage.close())

    test("stand as asterisks, one for each character, in what is stored and told", async () => {
      await sensitive(["darn", "ärger", "🦀🦀", "rnings"])
      const bob = await TestSocket.signedIn(stage.parley.url, stage.cast.bob)
      const texts: [string, string][] = [
        ["darn it, Darn it", "**** it, Darn it"],
        ["goshdarned", "gosh****ed"],
        ["viel ärger 🦀🦀🦀", "viel ***** ***"],
        ["darnings", "********"],
        ["clean", "clean"],
      ]
      for (const [said, stored] of texts) {
        const { _id, message } = await send({ message: said })
        expect(message).toBe(stored)
        expect((await bob.next("chat message", m => m._id === _id)).message).toBe(stored)
        const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3?limit=1`)
        expect(data[0].message).toBe(stored)
      }
      bob.close()
    })

    test("are masked on every route, and in edits", async () => {
      await sensitive(["darn"])
      expect((await stage.say(room, "alice", "darn")).message).toBe("****")
      const alice = await TestSocket.signedIn(stage.parley.url, stage.cast.alice)
      const { result } = await alice.ask("chat message", { room, message: "darn socket" })
      expect(result.message).toBe("**** socket")
      alice.close()
      expect(await send({ _id: result._id, message: "darn edit" })).toMatchObject({ message: "**** edit" })
      const batch = { messageType: "text", message: "da$x$", paras: [{ room, $x$: "rn batch" }] }
      const { batchID } = await stage.backend("POST", "/messages/batch", batch)
      const { data } = await stage.backend("GET", `/messages/batch?batchID=${batchID}`)
      expect(data[0].message).toBe("**** batch")
    })

    test("are masked in any text, but not in what is encrypted or no text", async () => {
      await sensitive(["darn"])
      expect(await send({ messageType: "location", message: "darn street" })).toMatchObject({
        message: "**** street",
      })
      expect(await send({ messageType: "encrypted", message: "abcdarnz" })).toMatchObject({
        message: "abcdarnz",
      })
      const poll = { question: "darn?" }
      expect((await send({ messageType: "poll", message: poll })).message).toEqual(poll)
    })

    test("a masked message that is sent once more is a retry, not an edit", async () => {
      await sensitive(["darn"])
      const sent = await send({ message: "darn" })
      expect(await send({ _id: sent._id, message: "darn" })).not.toHaveProperty("editedAt")
    })

    test("are let through once the setting is gone", async () => {
      await sensitive(["darn"])
      await stage.backend("DELETE", "/config/censorship")
      expect((await send({ message: "darn" })).message).toBe("darn")
    })
  })

  describe("whose messages are refused", () => {
    beforeAll(() => start({ CENSORSHIP_MODE: "refuse" }))
    afterAll(() => stage.close())

    test("are refused on every route, and nothing is stored", async () => {
      const { _id } = await send({ message: "darn" })
      await sensitive(["darn"])
      const text = { messageType: "text", message: "goshdarned" }
      const path = `/rooms/${room}/message`
      const code = "400 INVALID_MESSAGE_FORMAT"
      expect(await stage.refused("alice", "POST", path, text)).toBe(code)
      expect(await stage.refused("alice", "POST", path, { ...text, _id })).toBe(code)
      expect(await stage.refusedBackend("POST", "/messages", { ...text, room, sender: "bob" })).toBe(code)
      expect(await stage.refusedBackend("POST", "/messages/batch", { ...text, paras: [{ room }] })).toBe(code)
      const alice = await TestSocket.signedIn(stage.parley.url, stage.cast.alice)
      expect(await alice.ask("chat message", { room, ...text })).toMatchObject({
        RC: 400,
        error: { code: "INVALID_MESSAGE_FORMAT" },
      })
      alice.close()
      expect((await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).data).toMatchObject([
        { message: "darn" },
      ])
      expect(await send({ message: "clean" })).toMatchObject({ message: "clean" })
      expect(await send({ _id, messageType: "recall" })).toMatchObject({ messageType: "recall" })
    })
  })
})
