import { sha256 } from "../lib/ids.ts"
import type { Statements } from "./database.ts"

/** A push registration, one for each type and device id. */
export interface DeviceRow {
  type: string
  deviceId: string
  clientId: string
  token: string
}

/** Registers a device; a registration of the same device or token by anybody else ends (contract: push.md 2). */
export async function upsertDevice(tx: Statements, device: DeviceRow, now: number): Promise<void> {
  await tx.run("DELETE FROM devices WHERE token_hash = ? AND type = ? AND device_id <> ?", [
    sha256(device.token),
    device.type,
    device.deviceId,
  ])
  await tx.run(
    `INSERT INTO devices (type, device_id, client_id, token, token_hash, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (type, device_id) DO UPDATE SET client_id = excluded.client_id, token = excluded.token,
       token_hash = excluded.token_hash,       updated_at = excluded.updated_at`,
    [device.type, device.deviceId, device.clientId, device.token, sha256(device.token), now, now],
  )
}

/** @returns how many registrations were removed: 0 or 1. */
export async function deleteDevice(
  tx: Statements,
  device: Pick<DeviceRow, "type" | "deviceId" | "clientId">,
): Promise<number> {
  return tx.run("DELETE FROM devices WHERE type = ? AND device_id = ? AND client_id = ?", [
    device.type,
    device.deviceId,
    device.clientId,
  ])
}

/** Ends all registrations of one device of a user, or of all others. */
export async function deleteDevices(
  tx: Statements,
  clientId: string,
  which: { deviceId: string } | { kept: string },
): Promise<void> {
  const [condition, deviceId] =
    "deviceId" in which ? ["device_id = ?", which.deviceId] : ["device_id <> ?", which.kept]
  await tx.run(`DELETE FROM devices WHERE client_id = ? AND ${condition}`, [clientId, deviceId])
}
