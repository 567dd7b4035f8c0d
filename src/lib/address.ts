import ipaddr from "ipaddr.js"

/** Only what is routed in the open Internet: no loopback, private, link-local, mapped or reserved address. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast"
}
