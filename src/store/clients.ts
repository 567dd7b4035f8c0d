import { noteActive } from "./active-clients.ts"
import type { Statements, Value } from "./database.ts"

/** A user or a group. Times in ms since the epoch; `fields` are the further fields a backend stored. */
export interface ClientRow {
  id: string
  clientType: "user" | "group"
  /** The people of a group, in order; absent for users. */
  people?: ClientRow[]
  nickname: string
  avatarUrl: string
  description: string | null
  isRobot: boolean
  notificationEnabled: boolean
  fields: Record<string, unknown>
  lastLoginAt: number
  address: { address: string; family: string; port: number } | null
  userAgent: string | null
  createdAt: number
  updatedAt: number
}

/** The robot that speaks where nobody else does (contract: decided.md 14). */
export const systemClient = "system"

type Stored = Omit<ClientRow, "isRobot" | "notificationEnabled" | "fields" | "address"> & {
  isRobot: number
  notificationEnabled: number
  fieldsJson: string
  addressJson: string | null
}

const columns = `clients.id, client_type AS "clientType", nickname, avatar_url AS "avatarUrl", description, is_robot AS "isRobot",
  notification_enabled AS "notificationEnabled", fields_json AS "fieldsJson", last_login_at AS "lastLoginAt",
  address_json AS "addressJson", user_agent AS "userAgent", created_at AS "createdAt", updated_at AS "updatedAt"`

const rowOf = ({ fieldsJson, addressJson, ...stored }: Stored): ClientRow => ({
  ...stored,
  isRobot: stored.isRobot === 1,
  notificationEnabled: stored.notificationEnabled === 1,
  fields: fieldsJson === "{}" ? {} : JSON.parse(fieldsJson),
  address: addressJson ? JSON.parse(addressJson) : null,
})

export async function findClient(db: Statements, id: string): Promise<ClientRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM clients WHERE id = ?`, [id])
  if (!stored) return undefined
  const client = rowOf(stored)
  await addPeople(db, [client])
  return client
}

export async function listClients(db: Statements, ids: readonly string[]): Promise<Map<string, ClientRow>> {
  if (ids.length === 0) return new Map()
  const stored = await db.all<Stored>(`SELECT ${columns} FROM clients WHERE id = ANY(?)`, [[...new Set(ids)]])
  const clients = stored.map(rowOf)
  await addPeople(db, clients)
  return new Map(clients.map(client => [client.id, client]))
}

/** Gives groups among the clients their people. */
async function addPeople(db: Statements, clients: readonly ClientRow[]): Promise<void> {
  const groups = clients.filter(client => client.clientType === "group")
  if (groups.length === 0) return
  const stored = await db.all<Stored & { groupId: string }>(
    `SELECT ${columns}, group_id AS "groupId" FROM group_members JOIN clients ON clients.id = client_id
     WHERE group_id = ANY(?) ORDER BY group_id, position`,
    [groups.map(group => group.id)],
  )
  const byGroup = Map.groupBy(stored, row => row.groupId)
  for (const group of groups)
    group.people = (byGroup.get(group.id) ?? []).map(({ groupId: _, ...row }) => rowOf(row))
}

/** What the store itself can ask of users and groups; instants in ms since the epoch, both included. */
export interface ClientQuery {
  ids?: readonly string[]
  clientType?: "user" | "group"
  createdFrom?: number
  createdTo?: number
}

/** By id. @param after only those whose id comes after it. */
export async function pageClients(
  db: Statements,
  query: ClientQuery,
  { after, skip = 0, limit }: { after?: string; skip?: number; limit: number },
): Promise<ClientRow[]> {
  const { where, values } = conditionOf(query)
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM clients WHERE ${where}${after === undefined ? "" : " AND clients.id > ?"}
     ORDER BY clients.id LIMIT ? OFFSET ?`,
    [...values, ...(after === undefined ? [] : [after]), limit, skip],
  )
  const clients = stored.map(rowOf)
  await addPeople(db, clients)
  return clients
}

export async function countClients(db: Statements, query: ClientQuery): Promise<number> {
  const { where, values } = conditionOf(query)
  const row = await db.get<{ count: number }>(`SELECT COUNT(*) AS count FROM clients WHERE ${where}`, values)
  return row?.count ?? 0
}

function conditionOf({ ids, clientType, createdFrom, createdTo }: ClientQuery) {
  const conditions: [string, Value][] = []
  if (ids) conditions.push(["clients.id = ANY(?)", ids])
  if (clientType) conditions.push(["client_type = ?", clientType])
  if (createdFrom !== undefined) conditions.push(["created_at >= ?", createdFrom])
  if (createdTo !== undefined) conditions.push(["created_at <= ?", createdTo])
  return {
    where: conditions.map(([condition]) => condition).join(" AND ") || "1 = 1",
    values: conditions.map(([, value]) => value),
  }
}

/** What may be said of a user or a group; what is absent stays as it is. A type is chosen once. */
export interface ClientChanges {
  id: string
  clientType?: "user" | "group"
  nickname?: string
  avatarUrl?: string
  description?: string
  isRobot?: boolean
  fields?: Record<string, unknown>
}

/** The stored ones of these, without the people of groups, held until the commit. */
export async function lockClients(tx: Statements, ids: readonly string[]): Promise<Map<string, ClientRow>> {
  const stored = await tx.all<Stored>(
    `SELECT ${columns} FROM clients WHERE id = ANY(?) ORDER BY clients.id /*for update*/`,
    [ids],
  )
  return new Map(stored.map(row => [row.id, rowOf(row)]))
}

/** A user or group as changes leave it. */
export function changeClient(before: ClientRow | undefined, changes: ClientChanges, now: number): ClientRow {
  return {
    id: changes.id,
    clientType: before?.clientType ?? changes.clientType ?? "user",
    nickname: changes.nickname ?? before?.nickname ?? "",
    avatarUrl: changes.avatarUrl ?? before?.avatarUrl ?? "",
    description: changes.description ?? before?.description ?? null,
    isRobot: changes.isRobot ?? before?.isRobot ?? false,
    notificationEnabled: before?.notificationEnabled ?? true,
    fields: { ...before?.fields, ...changes.fields },
    lastLoginAt: before?.lastLoginAt ?? 0,
    address: before?.address ?? null,
    userAgent: before?.userAgent ?? null,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  }
}

/** Creates a user or group, or writes what changes can change of a stored one. */
export async function putClient(tx: Statements, client: ClientRow): Promise<void> {
  await tx.run(
    `INSERT INTO clients (id, client_type, nickname, avatar_url, description, is_robot, notification_enabled,
       fields_json, last_login_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, 0, ?, ?)
     ON CONFLICT (id) DO UPDATE SET nickname = excluded.nickname, avatar_url = excluded.avatar_url,
       description = excluded.description, is_robot = excluded.is_robot, fields_json = excluded.fields_json,
       updated_at = excluded.updated_at`,
    [
      client.id,
      client.clientType,
      client.nickname,
      client.avatarUrl,
      client.description,
      client.isRobot ? 1 : 0,
      JSON.stringify(client.fields),
      client.createdAt,
      client.updatedAt,
    ],
  )
}

export async function upsertClient(tx: Statements, changes: ClientChanges, now: number): Promise<ClientRow> {
  const before = (await lockClients(tx, [changes.id])).get(changes.id)
  const after = changeClient(before, changes, now)
  await putClient(tx, after)
  return after
}

/** Switches all pushes to a user on or off. */
export async function updateNotification(
  tx: Statements,
  clientId: string,
  enabled: boolean,
  now: number,
): Promise<void> {
  await tx.run("UPDATE clients SET notification_enabled = ?, updated_at = ? WHERE id = ?", [
    enabled ? 1 : 0,
    now,
    clientId,
  ])
}

export interface Login {
  clientId: string
  at: number
  address: { address: string; family: string; port: number } | null
  userAgent: string | null
}

export async function updateLogin(tx: Statements, login: Login): Promise<void> {
  // They travel together, in this order.
  const noted = noteActive(tx, login.clientId, login.at)
  const written = tx.run(
    "UPDATE clients SET last_login_at = ?, address_json = ?, user_agent = ? WHERE id = ?",
    [login.at, login.address && JSON.stringify(login.address), login.userAgent, login.clientId],
  )
  await Promise.all([noted, written])
}
