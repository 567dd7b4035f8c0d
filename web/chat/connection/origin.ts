/** A path of the chat server as an address that means the same everywhere. */
export function absolute(domain: string, path: string): string {
  return new URL(path, domain || location.origin).href
}
