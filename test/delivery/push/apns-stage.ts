import { randomUUID } from "node:crypto"
import { type ApnsSurroundings, makeApns } from "../../../src/delivery/push/apns.ts"
import type { Handover, Notice } from "../../../src/delivery/push/notice.ts"
import { apnsKey, type FakeApns } from "../../support/fake-apns.ts"

export const bundleId = "org.example.chat"
const expiresAt = 1_767_610_800_000

/** "See you at six" to the room Ops, by push.md 5. */
export const textNotice: Notice = {
  title: "Ops",
  body: "Mina: See you at six",
  localized: { key: "im_loc_text", args: ["Mina", "See you at six"] },
  badge: 4,
  type: "chatroom_chat:room-77",
  room: "room-77",
  messageType: "text",
  messageId: "66b0c0ffee0000000000a001",
  payload: {
    _id: "66b0c0ffee0000000000a001",
    room: "room-77",
    messageType: "text",
    message: "See you at six",
  },
  expiresAt,
}

/** Mina calls the room, by push.md 6. */
export const callNotice: Notice = {
  ...textNotice,
  localized: { key: "im_loc_waitingCall", args: ["Mina", ""] },
  messageType: "waitingCall",
  payload: {
    _id: "66b0c0ffee0000000000a002",
    room: "room-77",
    messageType: "waitingCall",
    rtcSession: "s-9",
    sender: { _id: "u-17", nickname: "Mina", avatarUrl: "https://img.example/17" },
  },
}

/** What an operator pushes with nothing but his own words. */
export const ownNotice = (own: Partial<Notice>): Notice => ({
  title: "",
  body: "",
  payload: {},
  expiresAt,
  ...own,
})

interface More extends Partial<ApnsSurroundings> {
  voipCertificate?: { cert: string; key: string }
}

/** Both providers in front of one fake, and a short way to push. */
export function carriersTo(apns: Pick<FakeApns, "url" | "ca">, { voipCertificate, ...more }: More = {}) {
  const carriers = makeApns(
    { ...apnsKey, bundleId, voipCertificate },
    { hosts: [apns.url], ca: apns.ca, clock: Date.now, sound: "default", ...more },
  )
  const push = (notice: Notice, token = "a1b2c3", identity: string = randomUUID()): Promise<Handover> =>
    carriers.ios.send({ identity, token, notice })
  const call = (notice: Notice, token = "d4e5f6", identity: string = randomUUID()): Promise<Handover> =>
    carriers["ios-voip"].send({ identity, token, notice })
  const close = () => {
    for (const carrier of Object.values(carriers)) carrier.close()
  }
  return { push, call, close }
}
