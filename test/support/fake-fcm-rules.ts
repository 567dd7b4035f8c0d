/** What stands at a field: `map` is an object of texts, `struct` any object, else the fields of a message of its own. */
type Shape = "text" | "texts" | "number" | "flag" | "map" | "struct" | { [field: string]: Shape }

const notification: Shape = { title: "text", body: "text", image: "text" }
const options: Shape = { analytics_label: "text", image: "text", link: "text" }

/** The fields of FCM HTTP v1 by Google's reference. */
const request: Shape = {
  validate_only: "flag",
  message: {
    ...{ name: "text", token: "text", topic: "text", condition: "text" },
    data: "map",
    notification,
    fcm_options: options,
    android: {
      ...{ collapse_key: "text", priority: "text", ttl: "text", restricted_package_name: "text" },
      data: "map",
      direct_boot_ok: "flag",
      fcm_options: options,
      notification: {
        ...notification,
        ...{ icon: "text", color: "text", sound: "text", tag: "text", click_action: "text" },
        ...{ body_loc_key: "text", body_loc_args: "texts", title_loc_key: "text", title_loc_args: "texts" },
        ...{ channel_id: "text", ticker: "text", sticky: "flag", event_time: "text", local_only: "flag" },
        ...{ notification_priority: "text", visibility: "text", notification_count: "number" },
      },
    },
    apns: { headers: "map", payload: "struct", fcm_options: options, live_activity_token: "text" },
    webpush: { headers: "map", data: "map", notification: "struct", fcm_options: options },
  },
}

/** A field that is not accepted; Google names it so. */
export interface Violation {
  field: string
  description: string
}

/** Checks a body as Google does: unknown fields, kinds of values, keys of data, the time to live, the size. */
export function violationOf(body: unknown): Violation | undefined {
  return misshapen(body, request, "") ?? misused(Object(body).message)
}

const isText = (value: unknown) => typeof value === "string" && value.isWellFormed()

const kinds: Record<string, (value: unknown) => boolean> = {
  text: isText,
  texts: value => Array.isArray(value) && value.every(isText),
  number: value => Number.isInteger(value),
  flag: value => typeof value === "boolean",
  struct: value => isObject(value) && !/(?<!\\)(\\\\)*\\ud[89a-f]/.test(JSON.stringify(value)),
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)

function misshapen(value: unknown, shape: Shape, field: string): Violation | undefined {
  if (typeof shape === "string" && shape !== "map")
    return kinds[shape]?.(value) ? undefined : { field, description: `Invalid value at '${field}'` }
  if (!isObject(value)) return { field, description: `Invalid value at '${field}'` }
  for (const [index, [name, inner]] of Object.entries(value as object).entries()) {
    const part = shape === "map" ? "text" : shape[name]
    if (part === undefined)
      return { field, description: `Unknown name "${name}" at '${field}': Cannot find field.` }
    const place = shape === "map" ? `${field}[${index}].value` : field === "" ? name : `${field}.${name}`
    const violation = misshapen(inner, part, place)
    if (violation) return violation
  }
  return
}

const mostBytes = 4096

function misused(message: {
  token?: string
  data?: Record<string, string>
  android?: { ttl?: string; priority?: string; notification?: object }
  apns?: { payload?: object }
  webpush?: { notification?: object }
}): Violation | undefined {
  const { token, data = {}, android, apns, webpush } = message
  if (!token) return { field: "message", description: "Recipient of the message is not set." }
  if (!/^[\w:-]{20,}$/.test(token))
    return { field: "message.token", description: "Invalid registration token" }
  const reserved = Object.keys(data).find(name =>
    /^(from|notification|message_type|google.*|gcm.*)$/.test(name),
  )
  if (reserved) return { field: "message.data", description: `Invalid data payload key: ${reserved}` }
  const [, seconds] = /^(\d+)(?:\.\d{1,9})?s$/.exec(android?.ttl ?? "0s") ?? []
  if (seconds === undefined || Number(seconds) > 2_419_200)
    return { field: "message.android.ttl", description: "Invalid ttl" }
  if (!["NORMAL", "HIGH", undefined].includes(android?.priority))
    return { field: "message.android.priority", description: "Invalid value" }
  const delivered = [android?.notification, apns?.payload, webpush?.notification]
  if (delivered.some(part => bytesOf(data) + bytesOf(part) > mostBytes))
    return { field: "message.data", description: "The message is too big" }
  return
}

/** Keys and values. */
function bytesOf(part: unknown): number {
  if (typeof part !== "object" || part === null)
    return part === undefined ? 0 : Buffer.byteLength(String(part))
  const entries = Object.entries(part)
  return entries.reduce(
    (sum, [name, value]) => sum + (Array.isArray(part) ? 0 : Buffer.byteLength(name)) + bytesOf(value),
    0,
  )
}
