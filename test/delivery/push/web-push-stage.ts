import { afterEach, beforeEach, expect } from "vitest"
import webPush from "web-push"
import { makeOutbound, type Outbound } from "../../../src/delivery/outbound.ts"
import type { Handover, Notice, Provider } from "../../../src/delivery/push/notice.ts"
import { makeWebPush } from "../../../src/delivery/push/web-push.ts"
import { type ArrivedPush, type FakeWebPush, startFakeWebPush } from "../../support/fake-web-push.ts"

export const hourMs = 3_600_000
export const identity = "8b2f5f0e-5d0f-4f6e-9a51-0a4a4f7d2c11"
export const vapid = { ...webPush.generateVAPIDKeys(), subject: "mailto:push@example.com" }

export const payloadOf = () => ({
  _id: "66b0c0ffee0000000000a001",
  room: "room-77",
  messageType: "text",
  message: "See you at six",
})

/** A push service, and the provider that calls it, anew for each test. */
export interface Stage {
  /** What both take for the present. */
  now: number
  clock: () => number
  service: FakeWebPush
  outbound: Outbound
  provider: Provider
  /** Of the browser that pushes go to. */
  token: string
  noticeOf: (change?: Partial<Notice>) => Notice
  send: (change?: Partial<Notice>) => Promise<Handover>
  /** Sends what must arrive. */
  deliver: (change?: Partial<Notice>) => Promise<ArrivedPush>
}

export function setStage(): Stage {
  const stage = { clock: () => stage.now, noticeOf, send, deliver } as Stage

  beforeEach(async () => {
    // Earlier than today: the library signs nothing whose end is far beyond the present.
    stage.now = Date.now() - 48 * hourMs
    stage.service = await startFakeWebPush(stage.clock)
    stage.outbound = makeOutbound(true)
    stage.provider = makeWebPush(vapid, stage.outbound, stage.clock)
    stage.token = stage.service.subscribe(vapid.publicKey)
  })

  afterEach(async () => {
    stage.outbound.close()
    await stage.service.close()
  })

  function noticeOf(change: Partial<Notice> = {}): Notice {
    return {
      title: "Ops",
      body: "Mina: See you at six",
      localized: { key: "im_loc_text", args: ["Mina", "See you at six"] },
      badge: 4,
      type: "chatroom_chat:room-77",
      room: "room-77",
      messageType: "text",
      messageId: "66b0c0ffee0000000000a001",
      roomTags: ["vip"],
      payload: payloadOf(),
      expiresAt: stage.now + hourMs,
      ...change,
    }
  }

  function send(change?: Partial<Notice>) {
    return stage.provider.send({ identity, token: stage.token, notice: noticeOf(change) })
  }

  async function deliver(change?: Partial<Notice>) {
    expect(await send(change)).toEqual({ outcome: "sent" })
    const push = stage.service.pushes.at(-1)
    if (!push) throw new Error("nothing arrived")
    return push
  }

  return stage
}
