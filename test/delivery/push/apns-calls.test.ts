import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Notice } from "../../../src/delivery/push/notice.ts"
import { voipCertificate } from "../../support/certificates.ts"
import { type FakeApns, startFakeApns } from "../../support/fake-apns.ts"
import { callNotice, carriersTo, ownNotice, textNotice } from "./apns-stage.ts"

let apns: FakeApns
let carriers: ReturnType<typeof carriersTo>

beforeEach(async () => {
  apns = await startFakeApns()
  carriers = carriersTo(apns)
})

afterEach(async () => {
  carriers.close()
  await apns.close()
})

const sent = { outcome: "sent", providerId: expect.any(String) }

async function arrivalOf(notice: Notice) {
  expect(await carriers.call(notice)).toEqual(sent)
  return apns.arrived[0] as NonNullable<(typeof apns.arrived)[0]>
}

describe("a call", () => {
  test("is written as the contract prints it, and only to be delivered now", async () => {
    const { body, headers, device } = await arrivalOf(callNotice)
    expect(body).toEqual({
      type: "chatroom_chat:room-77",
      room: "room-77",
      messageType: "waitingCall",
      rtcSession: "s-9",
      sender: { _id: "u-17", nickname: "Mina" },
      payload: callNotice.payload,
    })
    expect(device).toBe("d4e5f6")
    expect(headers).toMatchObject({
      "apns-topic": "org.example.chat.voip",
      "apns-push-type": "voip",
      "apns-priority": "10",
      "apns-expiration": "0",
    })
  })

  test("may be an operator's own, for a topic of theirs", async () => {
    const own = { type: "voip-dispatch", payload: { order: 7 } }
    for (const topic of ["org.example.other", "org.example.other.voip"])
      expect(await carriers.call(ownNotice({ ...own, topic }))).toEqual(sent)
    for (const { body, headers } of apns.arrived) {
      expect(body).toEqual(own)
      expect(headers["apns-topic"]).toBe("org.example.other.voip")
    }
  })

  test("keeps who calls and which call when its message is too long", async () => {
    const nickname = "👨‍👩‍👧‍👦".repeat(300)
    const payload: Notice["payload"] = {
      ...callNotice.payload,
      sender: { _id: "u-17", nickname },
      message: "漢".repeat(2000),
    }
    const { body, bytes } = await arrivalOf({ ...callNotice, payload })
    expect(bytes).toBeLessThanOrEqual(5120)
    expect(body).toMatchObject({ rtcSession: "s-9", sender: { _id: "u-17" } })
    expect(body.sender.nickname).toMatch(/^(👨‍👩‍👧‍👦)+…$/u)
    expect(body.payload).toEqual({ _id: payload._id, room: "room-77", messageType: "waitingCall" })
  })

  test("may have 5120 bytes", async () => {
    const { bytes: short } = await arrivalOf({ ...callNotice, payload: { message: "" } })
    await carriers.call({ ...callNotice, payload: { message: "x".repeat(5120 - short) } })
    expect(apns.arrived[1]?.bytes).toBe(5120)
  })

  test.each([
    ["a message", textNotice],
    ["a call that has ended", { ...callNotice, messageType: "endCall" }],
    ["an operator's words", ownNotice({ alert: "Sale!" })],
    ["another type", ownNotice({ type: "not-voip" })],
  ])("is never %s", async (_what, notice) => {
    expect(await carriers.call(notice)).toEqual({
      outcome: "refused",
      reason: "only calls may go to a VoIP token",
    })
    expect(apns.connections()).toBe(0)
  })

  test("shares the connection and the key of alerts", async () => {
    await carriers.push(textNotice)
    await carriers.call(callNotice)
    expect(apns.connections()).toBe(1)
    const [alert, call] = apns.arrived.map(({ headers }) => headers.authorization)
    expect(call).toBe(alert)
  })

  test("with a certificate goes over a connection of its own, without a token", async () => {
    const certified = carriersTo(apns, { voipCertificate })
    await certified.push(textNotice)
    expect(await certified.call(callNotice)).toEqual(sent)
    certified.close()
    const [alert, call] = apns.arrived
    expect(alert).toMatchObject({ connection: 0, certificate: undefined })
    expect(call).toMatchObject({ connection: 1, certificate: "VoIP Services: org.example.chat" })
    expect(call?.headers).not.toHaveProperty("authorization")
  })
})
