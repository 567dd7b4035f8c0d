import { lookup } from "node:dns"
import { isIP, type LookupFunction } from "node:net"
import { isPublic } from "../lib/address.ts"

/** @returns why an address is not called, by its looks alone; empty for one that may be. */
export function flawOf(url: URL, allowPrivate: boolean): string {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "only http and https are called"
  if (allowPrivate) return ""
  if (url.protocol !== "https:") return "only https is called"
  const host = url.hostname.replace(/^\[|\]$/g, "")
  // Literal addresses are never looked up, so they are judged here.
  return isIP(host) && !isPublic(host) ? "the address is not public" : ""
}

/** Judges the very addresses that are connected to, so that a name cannot change its mind in between. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "")
    const bad = addresses.find(({ address }) => !isPublic(address))
    if (bad || addresses.length === 0) return callback(new Error(`${hostname} has no public address`), "")
    if (options.all) return callback(null, addresses)
    callback(null, addresses[0]?.address ?? "", addresses[0]?.family)
  })
}
