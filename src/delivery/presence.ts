import type { Clock } from "../lib/clock.ts"

/** A device whose last socket is gone; what was sent to it since `answeredAt` (ms since the epoch) may be lost. */
export interface Departure {
  clientId: string
  deviceId: string
  answeredAt: number
}

/** Which users and devices can be reached by sockets, and until when that is known (contract: realtime.md 9). */
export interface Presence {
  /** A socket is signed in, or signed in anew; `deviceId` null: it named no device. */
  arrive(socketId: string, clientId: string, deviceId: string | null): void
  /** Its other end has just given a sign of life. */
  answered(socketId: string): void
  /** It is closed, or has no rights any more. */
  depart(socketId: string): void
  isConnected(clientId: string): boolean
  isOnline(clientId: string, deviceId: string): boolean
  /** Whether a device that still has a socket has given a sign of life at that instant or later. */
  answeredSince(clientId: string, deviceId: string, instantMs: number): boolean
  /** How many devices are online. */
  countDevices(): number
}

interface Options {
  clock: Clock
  /** Silence that a healthy socket never reaches; one that does counts as gone, though it may be open still. */
  silenceMs: number
  /** Called for each device that named itself. */
  departed: (departure: Departure) => void
}

/** All sockets of a user with one device id, or all without any. */
interface Device {
  clientId: string
  id: string | null
  /** The last sign of life through any socket since the device came, also one that is gone by now. */
  answeredAt: number
  stays: Set<Stay>
}

/** A socket, as long as it is signed in. */
interface Stay {
  device: Device
  answeredAt: number
}

export function makePresence({ clock, silenceMs, departed }: Options): Presence {
  const stays = new Map<string, Stay>()
  const clients = new Map<string, Map<Device["id"], Device>>()

  const find = (clientId: string, deviceId: string) => clients.get(clientId)?.get(deviceId)

  function isHere(device: Device | undefined): boolean {
    const since = clock() - silenceMs
    return device?.stays.values().some(stay => stay.answeredAt >= since) ?? false
  }

  function deviceOf(clientId: string, id: string | null): Device {
    const devices = clients.get(clientId) ?? new Map<Device["id"], Device>()
    clients.set(clientId, devices)
    const device = devices.get(id) ?? { clientId, id, answeredAt: 0, stays: new Set<Stay>() }
    devices.set(id, device)
    return device
  }

  function end(stay: Stay): void {
    const { device } = stay
    const { clientId, id, answeredAt } = device
    device.stays.delete(stay)
    if (device.stays.size > 0) return
    const devices = clients.get(clientId)
    devices?.delete(id)
    if (devices?.size === 0) clients.delete(clientId)
    if (id !== null) departed({ clientId, deviceId: id, answeredAt })
  }

  function answered(socketId: string): void {
    const stay = stays.get(socketId)
    if (!stay) return
    stay.answeredAt = clock()
    stay.device.answeredAt = stay.answeredAt
  }

  return {
    arrive: (socketId, clientId, deviceId) => {
      const before = stays.get(socketId)
      const stay = { device: deviceOf(clientId, deviceId), answeredAt: 0 }
      stay.device.stays.add(stay)
      stays.set(socketId, stay)
      answered(socketId)
      // Only now: a device that signs in anew was never gone.
      if (before) end(before)
    },
    answered,
    depart: socketId => {
      const stay = stays.get(socketId)
      stays.delete(socketId)
      if (stay) end(stay)
    },
    isConnected: clientId => clients.get(clientId)?.values().some(isHere) ?? false,
    isOnline: (clientId, deviceId) => isHere(find(clientId, deviceId)),
    answeredSince: (clientId, deviceId, instantMs) =>
      (find(clientId, deviceId)?.answeredAt ?? Number.NEGATIVE_INFINITY) >= instantMs,
    countDevices: () => {
      let count = 0
      for (const devices of clients.values())
        for (const device of devices.values()) if (device.id !== null && isHere(device)) count++
      return count
    },
  }
}
