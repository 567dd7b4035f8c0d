import ipaddr from "ipaddr.js"

/** All that is given out of IPv6: whatever lies outside is reserved, or a spelling of IPv4. */
const givenOut = ipaddr.IPv6.parseCIDR("2000::/3")

/** Only what is routed in the open Internet: no loopback, private, link-local, mapped or reserved address. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(givenOut))
}
