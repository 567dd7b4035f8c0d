import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { call } from "../support/backend.ts"
import { clientKey, engines } from "../support/parley.ts"
import { type Clients, ids, type Json, type Person, person, startClients } from "./published-clients.ts"

/** What the older and the mobile clients send, to the letter, and what they read of the answers (contract: client-compat.md 3). */
describe.each(engines)("as the other published clients speak, on %s", engine => {
  let clients: Clients
  beforeAll(async () => {
    clients = await startClients(engine)
  })
  afterAll(() => clients.close())

  describe("the script client and the older web client", () => {
    test("sign in by the client key alone, in a sandbox", async () => {
      const body = { id: "dora", nickname: "Dora" }
      const answer = await call(clients.url, "POST", "/auths/sign/v2", {
        headers: { CLIENT_KEY: clientKey },
        body,
      })
      expect(answer.body.result).toMatchObject({ id: "dora", nickname: "Dora" })
      const payload = answer.body.result.token.split(".")[1]
      expect(JSON.parse(Buffer.from(payload, "base64url").toString()).id).toBe("dora")
    })

    test("ask for their rooms with an empty filter or none, and for the ids of all", async () => {
      const room = await clients.newRoom()
      const list = await clients.script("bob")("GET", "/rooms?limit=100&skip=0&q=%7B%7D")
      expect(ids(list.data)).toContain(room)
      expect(ids((await clients.script("bob")("GET", "/rooms")).data)).toEqual(ids(list.data).slice(0, 20))
      expect((await clients.script("bob")("GET", "/rooms/ids?limit=500&skip=0")).data).toContain(room)
    })

    test("page back from a message that is not repeated", async () => {
      const room = await clients.newRoom()
      const [one, two] = [await clients.told(room, "1"), await clients.told(room, "2")]
      const page = await clients.script("bob")("GET", `/rooms/${room}/messages?limit=20&beforeMessage=${two}`)
      expect(ids(page.data)).toEqual([one])
      const around = await clients.script("bob")("GET", `/rooms/${room}/messages/${one}?before=0&after=5`)
      expect(ids(around.data)).toEqual([two, one])
      expect(await clients.script("bob")("GET", `/rooms/${room}/count?timeInMS=0`)).toEqual({ count: 2 })
      const read = await clients.script("bob")("PUT", `/rooms/${room}/lastRead`, { message: two })
      expect(read).toEqual({ client: "bob", lastRead: two, badge: 0 })
    })

    test("make rooms with empty text for what is unset, and find a pair's room again", async () => {
      const unset = { _id: "", name: "", cover: "", description: "", webhook: "" }
      const make = (who: Person, more: Json) =>
        clients.script(who)("POST", "/rooms/createAndJoin", { ...unset, ...more })
      const group = await make("alice", { roomType: "group", invitee: "bob" })
      expect(group).toMatchObject({ members: [person("alice"), person("bob")], owner: person("alice") })
      const direct = await make("alice", { roomType: "direct", invitee: ["carol"] })
      expect((await make("carol", { roomType: "direct", invitee: ["alice"] }))._id).toBe(direct._id)
    })

    test("add and remove members by path, with a slash and with an empty body", async () => {
      const room = await clients.newRoom()
      const people = ({ members }: Json) => members.map(({ _id }: Json) => _id)
      const say = clients.script("alice")
      expect(people(await say("POST", `/rooms/${room}/members/`, { invitees: ["carol"] }))).toContain("carol")
      expect(people(await say("DELETE", `/rooms/${room}/members/carol`, {}))).not.toContain("carol")
      expect(people(await say("POST", `/rooms/${room}/members/carol`, {}))).toContain("carol")
      await say("PUT", `/rooms/${room}/member/carol`, { property: "role", value: "admin" })
      expect(await say("POST", `/rooms/${room}/typing`, { message: "he" })).toMatchObject({
        room,
        message: "he",
        sender: "alice",
      })
      expect(await say("PUT", `/rooms/${room}`, { encrypted: true })).toMatchObject({ encrypted: true })
      expect(await say("DELETE", `/rooms/${room}`, {})).toMatchObject({ n: 1, ok: 1 })
    })

    test("take back all reactions at once, and send a browser's token without a device", async () => {
      const room = await clients.newRoom()
      const message = await clients.told(room, "wow")
      for (const reaction of ["a", "b"])
        await clients.script("bob")("POST", `/messages/${message}/reaction`, { reaction })
      expect((await clients.script("bob")("DELETE", `/messages/${message}/reaction`)).reactions).toEqual([])
      const device = { type: "web", token: '{"endpoint":"https://push.example.com/1"}' }
      await clients.script("bob")("POST", "/me/subscribe", device)
      expect(await clients.script("bob")("POST", "/me/unsubscribe", device)).toMatchObject({ n: 1, ok: 1 })
    })

    test("upload with the extra first, and build the address from the id", async () => {
      const form = new FormData()
      form.append("extra", "{}")
      form.append("file", new File(["text"], "note.txt", { type: "text/plain" }))
      const { id } = await clients.script("bob")("POST", "/files/chatserver-upload", form)
      expect(
        await clients.script("bob")("GET", `/files/chatserver-upload/${id}?signedUrlOnly=1`),
      ).toHaveProperty("url")
      const metadata = await clients.script("bob")("GET", `/files/chatserver-upload/${id}/metadata`)
      expect(metadata).toMatchObject({ ContentType: expect.stringContaining("text/plain"), ContentLength: 4 })
    })

    test("administer by an API key with an underscore, with slashes and a body on DELETE", async () => {
      const say = clients.scriptAdmin
      expect((await say("GET", "/admin/clients?limit=10&q=%7B%7D")).data).toContainEqual(person("alice"))
      await say("POST", "/admin/clients", { _id: "erin", nickname: "Erin" })
      expect(await say("PUT", "/admin/clients/erin/token/", { token: "erins" })).toMatchObject({
        token: "erins",
      })
      expect(await say("DELETE", "/admin/clients/erin/token/", { token: "erins" })).toMatchObject({
        revokedTokens: 1,
      })
      expect(await say("GET", "/admin/connection-count")).toEqual({ count: 0 })
      await say("POST", "/push/push2clients", { clients: ["erin"], payload: { alert: "hi", badge: "1" } })
    })
  })

  describe("the Flutter client", () => {
    test("names the direct room itself, from the ids in lower case", async () => {
      const _id = createHash("md5").update("bob_carol").digest("hex")
      const room = await clients.flutter("bob")("POST", "/rooms/createAndJoin", {
        _id,
        roomType: "direct",
        invitee: ["carol"],
        systemMessage: true,
      })
      expect(room).toMatchObject({
        _id,
        unread: 0,
        members: expect.arrayContaining([person("bob"), person("carol")]),
      })
    })

    test("lists rooms that rose, and the history in pages of fifty", async () => {
      const room = await clients.newRoom()
      const message = await clients.told(room, "hello")
      const { data } = await clients.flutter("bob")(
        "GET",
        "/rooms?skip=0&limit=15&sort=lastMessage&updatedAfter=0",
      )
      expect(data.length).toBeLessThanOrEqual(15)
      const page = await clients.flutter("bob")(
        "GET",
        `/rooms/${room}/messages/v3?limit=50&beforeMessage=${message}`,
      )
      expect(ids(page.data)).toEqual([message])
      expect(await clients.flutter("bob")("PUT", `/rooms/${room}/lastRead`, { message })).toMatchObject({
        client: "bob",
      })
    })

    test("reads objects, none of which hides in a data of its own", async () => {
      const room = await clients.newRoom()
      const say = clients.flutter("carol")
      const answers = [
        await say("POST", `/rooms/${room}/join`, { systemMessage: true }),
        await say("GET", `/rooms/${room}`),
        await say("GET", "/me"),
        await say("POST", "/me/subscribe", { type: "fcm", token: "of-a-phone", deviceId: "phone" }),
        await say("POST", `/rooms/${room}/delete/members`, { members: ["carol"], systemMessage: true }),
      ]
      for (const answer of answers) {
        expect(answer).toBeTypeOf("object")
        expect(answer).not.toHaveProperty("data")
      }
    })
  })
})
