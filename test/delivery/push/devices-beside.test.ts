import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type Person, type PushStage, setPushStage } from "./devices-stage.ts"

const versions = [
  ["v1", "PUSH"],
  ["v2", "PUSH_GENERIC"],
] as const

describe.each(engines)("pushes of this server beside an operator's push centre on %s", engine => {
  describe.each(versions)("that is told by %s", (version, setting) => {
    let stage: PushStage
    let receiver: PushReceiver
    let room: string
    beforeAll(async () => {
      receiver = await startPushReceiver()
      stage = await setPushStage(engine, { [setting]: receiver.url })
    })
    afterAll(async () => {
      await stage.close()
      await receiver.close()
    })
    beforeEach(async () => {
      await stage.clear()
      receiver.calls.length = 0
      await stage.subscribe("bob", "ios phone", "web laptop")
      await stage.subscribe("carol", "fcm pixel")
      room = await stage.room(["alice", "bob", "carol"], { name: "Ops", roomTags: ["vip"] })
    })

    const told = () =>
      receiver.calls.flatMap(call => call.body.pushToClients ?? call.body.toClient).sort() as string[]
    const badgeOf = async (who: Person) => (await stage.as(who, "GET", "/me/badge")).badge as number
    const unreadOf = async (who: Person) => {
      const { data } = await stage.as(who, "GET", "/rooms?limit=100")
      return data.reduce((sum: number, one: { unread: number }) => sum + one.unread, 0) as number
    }

    test("both get every message, and neither keeps the other silent", async () => {
      const id = await stage.write(room, "alice", { message: "See you at six" })
      await stage.fates(id)
      await receiver.count(version === "v1" ? 2 : 1)
      expect(stage.pushedTo(id)).toEqual(["bob ios phone", "bob web laptop", "carol fcm pixel"])
      expect(told()).toEqual(["bob", "carol"])
      expect(receiver.calls.map(call => call.body._id)).toEqual(receiver.calls.map(() => id))
    })

    test("neither is told of a message with push false, nor who muted", async () => {
      await stage.as("bob", "POST", `/me/mute/${room}`)
      await stage.write(room, "alice", { push: false })
      const id = await stage.write(room, "alice")
      await stage.fates(id)
      await receiver.count(1)
      expect(stage.arrived().map(push => [push.device, push.messageId])).toEqual([["carol fcm pixel", id]])
      expect(told()).toEqual(["carol"])
    })

    test("being online keeps a device silent, not the push centre", async () => {
      const phone = await TestSocket.open(stage.parley.url)
      await phone.signIn(stage.cast.bob, { deviceId: "phone" })
      const id = await stage.write(room, "alice")
      await receiver.count(version === "v1" ? 2 : 1)
      expect(told()).toEqual(["bob", "carol"])
      const look = async () => (await stage.explain(id, { client: "bob", device: "phone" })).data
      await expect.poll(look).toMatchObject([{ outcome: "held" }])
      phone.close()
      await stage.fates(id)
    })

    test("an operator's own push is none of the push centre's business", async () => {
      const clients = ["bob", "carol"]
      await stage.backend("POST", "/push/push2clients", { clients, payload: { alert: "Closed today" } })
      await expect.poll(() => stage.arrived().length).toBe(3)
      const id = await stage.write(room, "alice")
      await stage.fates(id)
      await receiver.count(version === "v1" ? 2 : 1)
      expect(receiver.calls.every(call => call.body._id === id)).toBe(true)
    })

    test("every number of unread messages is the same at the same instant", async () => {
      const other = await stage.room(["alice", "bob", "carol"])
      const muted = await stage.room(["alice", "bob"])
      await stage.as("bob", "POST", `/me/mute/${muted}`)
      const first = await stage.write(room, "alice")
      await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, { message: first })
      await stage.write(muted, "alice")
      await stage.write(other, "alice", { push: false })
      await stage.write(other, "bob")
      receiver.calls.length = 0
      const id = await stage.write(room, "alice")
      await stage.fates(id)
      const expected = { bob: await badgeOf("bob"), carol: await badgeOf("carol") }
      expect([await unreadOf("bob"), await unreadOf("carol")]).toEqual([expected.bob, expected.carol])
      const shown = Object.fromEntries(
        stage.arrived().flatMap(push => (push.messageId === id ? [[push.device, push.badge]] : [])),
      )
      expect(shown).toEqual({
        "bob ios phone": expected.bob,
        "bob web laptop": expected.bob,
        "carol fcm pixel": expected.carol,
      })
      const fcm = stage.fcm.pushes.find(push => JSON.parse(push.message.data.payload)._id === id)
      expect(fcm?.message.apns.payload.aps.badge).toBe(expected.carol)
      if (version === "v1") {
        await receiver.call(body => body._id === id && body.toClient === "carol")
        const badges = receiver.calls.flatMap(({ body }) =>
          body._id === id ? [[body.toClient, body.badge]] : [],
        )
        expect(Object.fromEntries(badges)).toEqual(expected)
      }
    })

    test("a system message is pushed with its own key and the people's names", async () => {
      await stage.subscribe("alice", "ios alices")
      const leaving = { members: ["carol"], systemMessage: true }
      await stage.backend("POST", `/rooms/${room}/delete/members`, leaving, "alice")
      const { data } = await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)
      expect(data[0].messageType).toBe("deleteMember")
      await stage.fates(data[0]._id)
      expect(stage.pushedTo(data[0]._id)).toEqual(["bob ios phone", "bob web laptop"])
      const phone = stage.arrived().find(push => push.device === "bob ios phone")
      expect(phone?.body).toMatchObject({
        aps: { alert: { title: "Ops", "loc-key": "im_loc_deleteMember", "loc-args": ["Alice", "Carol"] } },
        ...{ type: `chatroom_chat:${room}`, room, messageType: "deleteMember", _id: data[0]._id },
      })
      const laptop = stage.arrived().find(push => push.device === "bob web laptop")
      expect(laptop?.body).toMatchObject({ title: "Ops", body: "Alice removed Carol", redirect: "/chat" })
    })
  })

  test.each<[string, Record<string, string>, unknown]>([
    ["the operator's own number", { CONSTANT_PUSH_BADGE: "7" }, 7],
    ["no number where nothing is counted", { DISABLE_LAST_READ: "1" }, undefined],
  ])("every push shows %s", async (_, settings, badge) => {
    const stage = await setPushStage(engine, settings)
    await stage.subscribe("bob", "ios phone", "web laptop", "fcm tablet")
    const id = await stage.write(await stage.room(["alice", "bob"]), "alice")
    await stage.fates(id)
    expect(stage.arrived().map(push => push.badge)).toEqual([badge, badge, badge])
    await stage.close()
  })
})
