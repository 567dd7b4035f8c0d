import type { Statements } from "./database.ts"

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

/** What a backend or the server itself may say of a user; what is absent stays as it is. */
export interface ClientChanges {
  id: string
  nickname?: string
  avatarUrl?: string
  description?: string
  isRobot?: boolean
  fields?: Record<string, unknown>
}

export async function upsertClient(tx: Statements, changes: ClientChanges, now: number): Promise<ClientRow> {
  const stored = await tx.get<Stored>(`SELECT ${columns} FROM clients WHERE id = ? /*for update*/`, [
    changes.id,
  ])
  const before = stored && rowOf(stored)
  const after: ClientRow = {
    id: changes.id,
    clientType: before?.clientType ?? "user",
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
  await tx.run(
    `INSERT INTO clients (id, nickname, avatar_url, description, is_robot, notification_enabled, fields_json,
       last_login_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?, 0, ?, ?)
     ON CONFLICT (id) DO UPDATE SET nickname = excluded.nickname, avatar_url = excluded.avatar_url,
       description = excluded.description, is_robot = excluded.is_robot, fields_json = excluded.fields_json,
       updated_at = excluded.updated_at`,
    [
      after.id,
      after.nickname,
      after.avatarUrl,
      after.description,
      after.isRobot ? 1 : 0,
      JSON.stringify(after.fields),
      now,
      now,
    ],
  )
  return after
}

export interface Login {
  clientId: string
  at: number
  address: { address: string; family: string; port: number } | null
  userAgent: string | null
}

export async function updateLogin(tx: Statements, login: Login): Promise<void> {
  await tx.run("UPDATE clients SET last_login_at = ?, address_json = ?, user_agent = ? WHERE id = ?", [
    login.at,
    login.address && JSON.stringify(login.address),
    login.userAgent,
    login.clientId,
  ])
}
