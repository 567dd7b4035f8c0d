import { beforeEach, describe, expect, test } from "vitest"
import { type Departure, makePresence, type Presence } from "../../src/delivery/presence.ts"

const silenceMs = 35_000

describe("presence of devices", () => {
  let now: number
  let gone: Departure[]
  let presence: Presence
  beforeEach(() => {
    now = 1_000_000
    gone = []
    presence = makePresence({ clock: () => now, silenceMs, departed: departure => gone.push(departure) })
  })

  const online = () => ["phone", "laptop"].filter(id => presence.isOnline("alice", id))

  test("a device is online from its first socket to its last", () => {
    presence.arrive("s1", "alice", "phone")
    presence.arrive("s2", "alice", "phone")
    presence.arrive("s3", "alice", "laptop")
    expect([online(), presence.countDevices()]).toEqual([["phone", "laptop"], 2])
    presence.depart("s1")
    presence.depart("s1")
    expect(online()).toEqual(["phone", "laptop"])
    presence.depart("s2")
    expect([online(), presence.countDevices()]).toEqual([["laptop"], 1])
    expect(presence.isOnline("bob", "laptop")).toBe(false)
  })

  test("a socket without a device makes its user connected and nothing else", () => {
    presence.arrive("s1", "alice", null)
    expect([presence.isConnected("alice"), presence.isConnected("bob")]).toEqual([true, false])
    expect(presence.countDevices()).toBe(0)
    presence.depart("s1")
    expect(presence.isConnected("alice")).toBe(false)
    expect(gone).toEqual([])
  })

  test("who is silent for too long is away until the next sign of life", () => {
    presence.arrive("s1", "alice", "phone")
    now += silenceMs
    expect([online(), presence.isConnected("alice")]).toEqual([["phone"], true])
    now += 1
    expect([online(), presence.isConnected("alice"), presence.countDevices()]).toEqual([[], false, 0])
    expect(gone).toEqual([])
    presence.answered("s1")
    expect([online(), presence.isConnected("alice"), presence.countDevices()]).toEqual([["phone"], true, 1])
  })

  test("one socket that answers suffices, and its end does not wake a silent one", () => {
    presence.arrive("old", "alice", "phone")
    now += silenceMs
    presence.arrive("new", "alice", "phone")
    now += 1
    expect(online()).toEqual(["phone"])
    presence.depart("new")
    expect(online()).toEqual([])
  })

  test("what was sent before the last sign of life has arrived, what was sent after it may not have", () => {
    presence.arrive("s1", "alice", "phone")
    now += 10_000
    expect(presence.answeredSince("alice", "phone", now)).toBe(false)
    presence.answered("s1")
    expect(presence.answeredSince("alice", "phone", now)).toBe(true)
    expect(presence.answeredSince("alice", "phone", now + 1)).toBe(false)
    expect(presence.answeredSince("alice", "laptop", now)).toBe(false)
    presence.depart("s1")
    expect(presence.answeredSince("alice", "phone", now)).toBe(false)
  })

  test("the end of a device's last socket is told, with its last sign of life through any of them", () => {
    presence.arrive("old", "alice", "phone")
    now += 5000
    presence.arrive("new", "alice", "phone")
    const answeredAt = now
    presence.depart("new")
    now += 5000
    expect(gone).toEqual([])
    presence.depart("old")
    expect(gone).toEqual([{ clientId: "alice", deviceId: "phone", answeredAt }])
  })

  test("signing in anew keeps the device, another user or device ends it", () => {
    presence.arrive("s1", "alice", "phone")
    presence.arrive("s1", "alice", "phone")
    expect(gone).toEqual([])
    presence.arrive("s1", "alice", "laptop")
    expect(online()).toEqual(["laptop"])
    presence.arrive("s1", "bob", "laptop")
    expect([presence.isConnected("alice"), presence.isOnline("bob", "laptop")]).toEqual([false, true])
    expect(gone.map(({ clientId, deviceId }) => `${clientId} ${deviceId}`)).toEqual([
      "alice phone",
      "alice laptop",
    ])
  })
})
