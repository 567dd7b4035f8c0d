import type { Notice } from "./notice.ts"

/** What an operator pushes (contract: push.md 10). */
export interface OperatorPayload {
  type?: string
  /** Seconds since the epoch. */
  expiry?: number
  alert?: string | Record<string, unknown>
  badge?: number | string
  sound?: string
  topic?: string
  title?: string
  body?: string
  icon?: string
  collapseKey?: string
  [other: string]: unknown
}

const own = new Set("type expiry alert badge sound topic title body icon collapseKey".split(" "))

/** @param expiresAt ms since the epoch. */
export function operatorNotice(given: OperatorPayload, expiresAt: number): Notice {
  const { alert, badge } = given
  const shown = typeof alert === "object" ? alert : {}
  const [title, body] = [given.title ?? textOf(shown.title), given.body ?? textOf(shown.body)]
  const localized = typeof alert === "object" ? localizedOf(alert) : undefined
  return {
    title,
    body,
    ...(localized ? { localized } : {}),
    ...(typeof alert === "string" ? { alert } : {}),
    ...(badge === undefined ? {} : { badge: Number(badge) }),
    sound: given.sound,
    type: given.type,
    payload: Object.fromEntries(Object.entries(given).filter(([name]) => !own.has(name))),
    collapseKey: given.collapseKey,
    topic: given.topic,
    icon: given.icon,
    selfShown: title !== "" || body !== "",
    expiresAt,
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "")

function localizedOf(alert: Record<string, unknown>): Notice["localized"] {
  const { "loc-key": key, "loc-args": args } = alert
  if (typeof key !== "string") return
  return { key, args: Array.isArray(args) ? args.map(String) : [] }
}
