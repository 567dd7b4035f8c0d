import { readObject } from "./codec.ts"

/** The names it goes by, whatever their case; the first that is there counts. */
const names = ["deviceid", "im-device-id", "device-id"]

/** As long as `POST /me/subscribe` takes one. */
const form = /^[^\0]{1,256}$/su

/**
 * The device that the second argument of `auth2` or `auth` names: an object that plays the part of request headers, or
 * the bare id (contract: realtime.md 2.2). @returns null when it names none; what cannot be an id is none.
 */
export function deviceIdOf(extra: unknown): string | null {
  const headers = readObject(extra)
  if (!headers) return idOf(extra)
  const entries = Object.entries(headers)
  for (const name of names) {
    const id = idOf(entries.find(([key]) => key.toLowerCase() === name)?.[1])
    if (id !== null) return id
  }
  return null
}

const idOf = (value: unknown) => (typeof value === "string" && form.test(value) ? value : null)
