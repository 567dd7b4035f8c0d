import { instantOf } from "../../lib/clock.ts"
import type { ClientQuery, ClientRow } from "../../store/clients.ts"
import { isObject } from "./conditions.ts"
import { type Fields, type Filter, filterOf, parseFilter } from "./filter.ts"

const largestPage = 100

export const pageOf = ({ skip = 0, limit = 50 }: { skip?: number; limit?: number }) => ({
  skip,
  limit: Math.min(limit || largestPage, largestPage),
})

/**
 * Reads the query of `GET /admin/clients`. What the store can ask of ids and times of creation it asks; the rest is up
 * to `keep`.
 */
export function readClientQuery(
  q: string | undefined,
  appID: string,
): { query: ClientQuery; keep?: (clients: ClientRow[]) => ClientRow[] } {
  const filter = parseFilter(q, "q", "INVALID_QUERY")
  if (!filter || Object.keys(filter).length === 0) return { query: {} }
  const keep = filterOf(filter, fieldsOf(appID), "q", "INVALID_QUERY")
  return { query: { ids: idsIn(filter), ...spanIn(filter.createdAt) }, keep }
}

/** Any field that an answer shows may be asked for, parts of it with dots between. */
const fieldsOf =
  (appID: string): Fields<ClientRow> =>
  field => {
    if (field.startsWith("$")) return
    const [first = "", ...path] = field.split(".")
    const own = Object.hasOwn(ownFields, first) ? ownFields[first] : undefined
    const whole = first === "appID" ? () => appID : (own ?? (client => partOf(client.fields, first)))
    return client => path.reduce(partOf, whole(client))
  }

const partOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

const ownFields: Record<string, (client: ClientRow) => unknown> = {
  _id: client => client.id,
  id: client => client.id,
  clientType: client => client.clientType,
  members: client => client.people?.map(({ id }) => id),
  nickname: client => client.nickname,
  avatarUrl: client => client.avatarUrl,
  description: client => client.description ?? undefined,
  isRobot: client => client.isRobot,
  notificationEnabled: client => client.notificationEnabled,
  lastLoginTime: client => (client.lastLoginAt === 0 ? undefined : new Date(client.lastLoginAt)),
  lastLoginTimeMS: client => client.lastLoginAt,
  address: client => client.address ?? undefined,
  userAgent: client => client.userAgent ?? undefined,
  createdAt: client => new Date(client.createdAt),
  updatedAt: client => new Date(client.updatedAt),
}

/** The ids that a filter leaves, if it names them. */
function idsIn({ _id: condition }: Filter): string[] | undefined {
  const named = isObject(condition) ? (condition.$in ?? condition.$eq) : condition
  const ids = [named ?? []].flat()
  return ids.length > 0 && ids.every(id => typeof id === "string") ? ids : undefined
}

/** The span of time that a condition leaves, at its widest. */
function spanIn(condition: unknown): Pick<ClientQuery, "createdFrom" | "createdTo"> {
  if (!isObject(condition)) return {}
  const { $gt, $gte = $gt, $lt, $lte = $lt } = condition
  return { createdFrom: instantOf($gte), createdTo: instantOf($lte) }
}
