import { sha256 } from "../lib/ids.ts"
import type { Statements } from "./database.ts"

/** A push registration, one for each type and device id. */
export interface DeviceRow {
  type: string
  deviceId: string
  clientId: string
  token: string
}

/**
 * Registers a device; whatever else had its token, or was this device, ends (contract: push.md 2).
 * @param session the user's token that it is done with, and ends with; null with the API key.
 */
export async function upsertDevice(
  tx: Statements,
  device: DeviceRow,
  session: string | null,
  now: number,
): Promise<void> {
  await tx.run("DELETE FROM devices WHERE token_hash = ? AND NOT (type = ? AND device_id = ?)", [
    sha256(device.token),
    device.type,
    device.deviceId,
  ])
  await tx.run(
    `INSERT INTO devices (type, device_id, client_id, token, token_hash, session_hash, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (type, device_id) DO UPDATE SET client_id = excluded.client_id, token = excluded.token,
       token_hash = excluded.token_hash, session_hash = excluded.session_hash, updated_at = excluded.updated_at`,
    [
      ...[device.type, device.deviceId, device.clientId, device.token, sha256(device.token)],
      ...[session === null ? null : sha256(session), now, now],
    ],
  )
}

/** Ends the registrations of a user beyond the newest so many; the given one stays. */
export async function deleteOldestDevices(
  tx: Statements,
  { clientId, type, deviceId }: DeviceRow,
  most: number,
): Promise<void> {
  await tx.run(
    `DELETE FROM devices WHERE (type, device_id) IN
       (SELECT type, device_id FROM devices WHERE client_id = ? AND NOT (type = ? AND device_id = ?)
        ORDER BY updated_at DESC, type, device_id LIMIT 1000 OFFSET ?)`,
    [clientId, type, deviceId, most - 1],
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

/** Ends what was registered with a token of a user, or all of theirs. */
export async function deleteDevicesOfSession(
  tx: Statements,
  clientId: string,
  session: string | null,
): Promise<void> {
  const which = session === null ? "" : " AND session_hash = ?"
  const values = session === null ? [clientId] : [clientId, sha256(session)]
  await tx.run(`DELETE FROM devices WHERE client_id = ?${which}`, values)
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

const columns = `type, device_id AS "deviceId", client_id AS "clientId", token`

/** All registrations of these users. */
export async function listDevicesOf(db: Statements, clientIds: readonly string[]): Promise<DeviceRow[]> {
  if (clientIds.length === 0) return []
  return db.all<DeviceRow>(`SELECT ${columns} FROM devices WHERE client_id = ANY(?)`, [clientIds])
}

/** Ends a registration that the provider no longer knows, unless it was renewed meanwhile. */
export async function deleteRegistration(tx: Statements, device: DeviceRow): Promise<void> {
  await tx.run("DELETE FROM devices WHERE type = ? AND device_id = ? AND client_id = ? AND token = ?", [
    device.type,
    device.deviceId,
    device.clientId,
    device.token,
  ])
}

/** A registration without its token; times in ms since the epoch. */
export interface Registration {
  type: string
  deviceId: string
  createdAt: number
  /** When it was last registered. */
  updatedAt: number
}

/** Those of one user, the last registered first. */
export const listRegistrations = (db: Statements, clientId: string) =>
  db.all<Registration>(
    `SELECT type, device_id AS "deviceId", created_at AS "createdAt", updated_at AS "updatedAt" FROM devices
     WHERE client_id = ? ORDER BY updated_at DESC, type, device_id`,
    [clientId],
  )
