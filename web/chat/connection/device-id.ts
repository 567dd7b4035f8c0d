import { randomHex } from "../../../client/src/message-ids.ts"
import type { Storage } from "./storage.ts"

export function readDeviceId(storage: Storage): string {
  const known = storage.read("deviceId")
  if (known) return known
  const fresh = randomHex(16)
  storage.write("deviceId", fresh)
  return fresh
}
